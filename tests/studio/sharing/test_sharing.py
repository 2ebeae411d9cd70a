"""Nothing is more visible, nor more permissive, than what it was made from; withdrawing reaches all of it."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.library.models import Licence, Sample
from studio.projects.models import Membership, Project, ProjectSample, Render, RenderInput
from studio.wavenets.models import Checkpoint, TakeRecord, Wavenet, WavenetInput
from studio.wavenets.take_records import store_check
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person: User, client_of: MakeClient) -> APIClient:
    return client_of(person)


def trained_on(owner: User, *samples: Sample, name: str = "Model") -> Wavenet:
    wavenet = Wavenet.objects.create(
        owner=owner, name=name, preset="small", sample_rate_hz=8000, receptive_field_samples=1024,
        receptive_field_ms=128.0, parameter_count=1000, steps_planned=100, steps_done=100,
    )  # fmt: skip
    weights = default_storage.save(f"wavenets/{wavenet.id}/100", ContentFile(b"weights"))
    Checkpoint.objects.create(wavenet=wavenet, step=100, file=weights)
    for sample in samples:
        WavenetInput.objects.create(wavenet=wavenet, sample=sample, sample_name=sample.name)
    return wavenet


def rendered_from(owner: User, *samples: Sample) -> Render:
    render = Render.objects.create(owner=owner, name="Evening", document={})
    render.master_file.name = default_storage.save(f"renders/{render.id}/master.wav", ContentFile(b"master"))
    render.save()
    for sample in samples:
        RenderInput.objects.create(render=render, sample=sample, sample_name=sample.name, owner_name="x")
    return render


def kind_of(thing: Any) -> str:
    return f"{type(thing).__name__.lower()}s"


def publish(client: APIClient, thing: Any, licence: str = Licence.CC_BY) -> Any:
    return client.post(f"/api/{kind_of(thing)}/{thing.id}/publish", {"licence": licence}, format="json")


def fresh(thing: Any) -> Any:
    return type(thing).objects.get(id=thing.id)


def state(thing: Any) -> tuple[bool, str, str]:
    thing = fresh(thing)
    return thing.is_public, thing.licence, thing.withdrawn_input


def test_publishing_a_sample_lets_everybody_hear_it(
    client: APIClient, person: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    sample = make_sample(person)
    assert client_of(None).get(f"/api/samples/{sample.id}").status_code == 404
    answer = publish(client, sample).json()
    assert (answer["is_public"], answer["licence"]) == (True, "CC-BY-4.0")
    assert answer["credit"] == "“Kitchen” by ada, CC BY 4.0"
    assert client_of(None).get(f"/api/samples/{sample.id}").status_code == 200


def test_private_inputs_stand_in_the_way_by_name(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    mine, theirs = make_sample(person, "Kitchen"), make_sample(stranger, "Tram")
    wavenet = trained_on(person, mine, theirs)
    answer = publish(client, wavenet)
    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        "“Kitchen” is private. Publish it first, or leave it out. "
        "“Tram” is private. Ask mallory to publish it, or leave it out."
    )
    assert state(wavenet) == (False, "", "")


@pytest.mark.parametrize(
    ("of_input", "wanted", "code"),
    [
        (Licence.CC0, Licence.CC0, 200),
        (Licence.CC_BY, Licence.CC_BY_NC_SA, 200),
        (Licence.CC_BY, Licence.CC0, 409),
        (Licence.CC_BY_SA, Licence.CC_BY, 409),
        (Licence.CC_BY_SA, Licence.CC_BY_SA, 200),
        (Licence.CC_BY_NC, Licence.CC_BY, 409),
    ],
)
def test_a_licence_must_be_permitted_by_every_input(
    client: APIClient, person: User, make_sample: MakeSample, of_input: str, wanted: str, code: int
) -> None:
    sample = make_sample(person, licence=of_input)
    for thing in (trained_on(person, sample), rendered_from(person, sample)):
        assert publish(client, thing, wanted).status_code == code


def test_the_refusal_says_which_licences_would_do(client: APIClient, person: User, make_sample: MakeSample) -> None:
    wavenet = trained_on(person, make_sample(person, licence=Licence.CC_BY_NC))
    assert publish(client, wavenet, Licence.CC_BY).json()["detail"] == (
        "“Kitchen” is under CC BY-NC 4.0, which does not allow CC BY 4.0. Choose CC BY-NC 4.0 or CC BY-NC-SA 4.0."
    )


def test_a_chain_is_published_from_its_beginning(client: APIClient, person: User, make_sample: MakeSample) -> None:
    recording = make_sample(person, "Kitchen")
    wavenet = trained_on(person, recording)
    generated = make_sample(person, "Take", origin="generated", wavenet=wavenet, wavenet_name=wavenet.name)
    looked_at(generated)
    render = rendered_from(person, generated)
    chain = [recording, wavenet, generated, render]
    for thing in chain[:0:-1]:
        assert publish(client, thing).status_code == 409
    for thing in chain:
        answer = publish(client, thing)
        assert answer.status_code == 200, answer.content
        assert answer.json()["is_public"] is True


def looked_at(sample: Sample, copied_seconds: float = 0.0) -> None:
    """A take that was held against what its model learned from."""
    sentence = "1 s of this take are copied from “Tram” at 2.0 s." if copied_seconds else "0 % of it is copied."
    leak = {"sentence": sentence, "copied_seconds": copied_seconds, "copied_share": 0.5, "passages": []}
    TakeRecord.objects.create(sample=sample, leak=leak)


def published_chain(owner: User, make_sample: MakeSample, client: APIClient) -> tuple[Sample, Wavenet, Sample, Render]:
    recording = make_sample(owner, "Kitchen")
    wavenet = trained_on(owner, recording)
    generated = make_sample(owner, "Take", origin="generated", wavenet=wavenet, wavenet_name=wavenet.name)
    looked_at(generated)
    render = rendered_from(owner, generated)
    for thing in (recording, wavenet, generated, render):
        assert publish(client, thing).status_code == 200
    return recording, wavenet, generated, render


def test_taking_back_takes_back_everything_made_from_it(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    recording, wavenet, generated, render = published_chain(person, make_sample, client)
    answer = client.post(f"/api/samples/{recording.id}/unpublish")
    assert answer.status_code == 200
    assert (answer.json()["is_public"], answer.json()["licence"]) == (False, "")
    assert state(recording) == (False, "", "")
    for thing in (wavenet, generated, render):
        assert state(thing) == (False, "", "Kitchen")
        assert publish(client, thing).status_code == 409


def test_publishing_it_again_lifts_the_marks_and_publishes_nothing_by_itself(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    recording, wavenet, generated, render = published_chain(person, make_sample, client)
    client.post(f"/api/samples/{recording.id}/unpublish")
    assert publish(client, recording).status_code == 200
    for thing in (wavenet, generated, render):
        assert state(thing) == (False, "", "")
        assert publish(client, thing).status_code == 200


def test_deleting_marks_for_good_and_removes_the_files(
    client: APIClient, person: User, make_sample: MakeSample, django_capture_on_commit_callbacks: Any
) -> None:
    recording, wavenet, generated, render = published_chain(person, make_sample, client)
    stored = [recording.master_file.name or "", recording.peaks_file.name or ""]
    assert all(map(default_storage.exists, stored))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(f"/api/samples/{recording.id}").status_code == 204
    assert not any(map(default_storage.exists, stored))
    assert not Sample.objects.filter(id=recording.id).exists()
    for thing in (wavenet, generated, render):
        assert state(thing) == (False, "", "Kitchen")
    assert publish(client, wavenet).json()["detail"] == (
        "“Kitchen” was withdrawn by its owner, so what was made from it cannot be shared."
    )
    again = make_sample(person, "Kitchen")
    assert publish(client, again).status_code == 200
    assert state(wavenet) == (False, "", "Kitchen")
    assert fresh(render).inputs.get().sample_name == "Take"


def test_what_another_person_made_from_it_is_withdrawn_too(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    recording = make_sample(person, "Kitchen")
    publish(client, recording)
    theirs = trained_on(stranger, recording)
    assert publish(client_of(stranger), theirs).status_code == 200
    client.post(f"/api/samples/{recording.id}/unpublish")
    assert state(theirs) == (False, "", "Kitchen")
    assert client_of(stranger).get(f"/api/wavenets/{theirs.id}").json()["withdrawn_input"] == "Kitchen"


def test_taking_back_removes_it_from_projects_of_people_one_does_not_work_with(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    recording = make_sample(person, licence=Licence.CC0)
    theirs = Project.objects.create(owner=stranger, name="Theirs")
    ours = Project.objects.create(owner=stranger, name="Ours")
    Membership.objects.create(project=theirs, user=stranger, role="owner")
    Membership.objects.create(project=ours, user=stranger, role="owner")
    Membership.objects.create(project=ours, user=person, role="editor")
    for project in (theirs, ours):
        ProjectSample.objects.create(project=project, sample=recording)
    client.post(f"/api/samples/{recording.id}/unpublish")
    assert [row.project for row in recording.project_samples.all()] == [ours]
    Membership.objects.filter(project=ours, user=stranger).delete()
    assert client_of(stranger).get(f"/api/samples/{recording.id}").status_code == 404


def test_a_published_licence_is_not_swapped_silently(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sample = make_sample(person, licence=Licence.CC0)
    answer = publish(client, sample, Licence.CC_BY_NC)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "It is published under CC0 1.0 already. Take it back first."
    assert publish(client, sample, Licence.CC0).status_code == 200
    assert publish(client, sample, "MIT").status_code == 400


def test_what_is_unfinished_cannot_be_published(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sample = make_sample(person, state=Sample.State.PROCESSING)
    wavenet = trained_on(person)
    wavenet.checkpoints.all().delete()
    render = Render.objects.create(owner=person, name="Evening", document={})
    for thing in (sample, wavenet, render):
        answer = publish(client, thing)
        assert answer.status_code == 409
        assert answer.json()["detail"].startswith(f"“{thing.name}” has")


def test_descendants_say_what_deleting_means_without_naming_strangers_things(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    recording = make_sample(person, licence=Licence.CC0)
    mine = trained_on(person, recording, name="My model")
    trained_on(stranger, recording, name="Their secret model")
    make_sample(person, "Take", wavenet=mine, wavenet_name=mine.name)
    rendered_from(person, recording)
    project = Project.objects.create(owner=person, name="Piece")
    Membership.objects.create(project=project, user=person, role="owner")
    ProjectSample.objects.create(project=project, sample=recording)
    answer = client.get(f"/api/samples/{recording.id}/descendants").json()
    assert [one["name"] for one in answer["wavenets"]] == ["My model"]
    assert [one["name"] for one in answer["samples"]] == ["Take"]
    assert [one["name"] for one in answer["renders"]] == ["Evening"]
    assert answer["projects"] == [{"id": str(project.id), "name": "Piece", "mine": True}]
    assert answer["sentence"] == (
        "Deleting “Kitchen” cannot be undone. 2 models, 1 sample and 1 render were made from it: "
        "they stay, marked, and can no longer be shared. Its clips fall silent in 1 project."
    )
    of_model = client.get(f"/api/wavenets/{mine.id}/descendants").json()
    assert [one["name"] for one in of_model["samples"]] == ["Take"]


def test_nothing_made_from_it_is_a_sentence_too(client: APIClient, person: User, make_sample: MakeSample) -> None:
    answer = client.get(f"/api/samples/{make_sample(person).id}/descendants").json()
    assert answer["sentence"] == (
        "Deleting “Kitchen” cannot be undone. Nothing was made from it, and it is placed nowhere."
    )


def test_deleting_a_model_keeps_what_was_kept_and_marks_it(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    _, wavenet, generated, render = published_chain(person, make_sample, client)
    assert client.delete(f"/api/wavenets/{wavenet.id}").status_code == 204
    assert state(generated) == (False, "", "Model")
    assert state(render) == (False, "", "Model")
    assert fresh(generated).wavenet_name == "Model"
    assert client.delete(f"/api/renders/{render.id}").status_code == 204
    assert not Render.objects.exists()


@pytest.mark.parametrize("what", ["publish", "unpublish", "descendants", ""])
def test_only_the_owner_shares_and_deletes(
    what: str, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    private = make_sample(person)
    public = make_sample(person, "Tram", licence=Licence.CC0)
    things: list[tuple[Any, int]] = [(private, 404), (public, 403)]
    things += [(trained_on(person, private), 404), (rendered_from(person, private), 404)]
    for user in (stranger, None):
        client = client_of(user)
        for thing, code in things:
            if what == "descendants" and isinstance(thing, Render):
                continue
            address = f"/api/{kind_of(thing)}/{thing.id}" + (f"/{what}" if what else "")
            method = {"": "DELETE", "descendants": "GET"}.get(what, "POST")
            answer = client.generic(method, address, '{"licence": "CC0-1.0"}', content_type="application/json")
            assert answer.status_code == code
    assert Sample.objects.count() == 2
    assert state(private) == (False, "", "")


def test_a_take_is_shared_only_after_a_look_for_copies(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    _, wavenet, _, _ = published_chain(person, make_sample, client)
    unseen = make_sample(person, "New", origin="generated", wavenet=wavenet, wavenet_name=wavenet.name)
    refused = publish(client, unseen)
    assert refused.status_code == 409 and "held against what its model learned from" in refused.json()["detail"]
    record = TakeRecord.objects.get(sample=unseen)
    assert record.job is not None and (record.job.kind, record.job.status) == ("check", "queued")
    assert publish(client, unseen).status_code == 409 and TakeRecord.objects.get(sample=unseen).job == record.job

    store_check(unseen.id, {"sentence": "0 % of it is copied.", "copied_seconds": 0.0, "passages": []})
    assert publish(client, unseen).status_code == 200


def test_a_copy_is_shared_only_by_who_says_so(client: APIClient, person: User, make_sample: MakeSample) -> None:
    _, wavenet, _, _ = published_chain(person, make_sample, client)
    copy = make_sample(person, "Copy", origin="generated", wavenet=wavenet, wavenet_name=wavenet.name)
    looked_at(copy, copied_seconds=1.0)
    refused = publish(client, copy)
    assert refused.status_code == 409
    assert refused.json()["detail"] == (
        "“Copy” repeats what its model learned from: 1 s of this take are copied from “Tram” at 2.0 s."
    )
    body = {"licence": Licence.CC_BY, "despite_copies": True}
    assert client.post(f"/api/samples/{copy.id}/publish", body, format="json").status_code == 200

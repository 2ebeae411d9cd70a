"""Classes by folder, table, tag and expression: as a person said, and every mistake told in one line."""

import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
import soundfile

from generation.__main__ import main
from generation.architectures.wavenet_config import WavenetConfig
from generation.dataset import load_dataset
from generation.labels import TAGS, LabelError, Labelled, labelled, labelled_by_table

FORMATS = [("wav", "WAV"), ("flac", "FLAC"), ("ogg", "OGG"), ("opus", "OGG"), ("mp3", "MP3"), ("aiff", "AIFF")]


def speaker_of(path: Path) -> str:
    return path.stem.split("_")[1]


@pytest.fixture
def corpus(speech_files: list[Path], tmp_path: Path) -> Path:
    """Twelve recordings of at least two speakers, each in its speaker's folder."""
    chosen = speech_files[:: len(speech_files) // 12][:12]
    assert len({speaker_of(path) for path in chosen}) > 1
    for path in chosen:
        target = tmp_path / "corpus" / speaker_of(path) / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path / "corpus"


def classes_of(found: Labelled) -> dict[str, str | None]:
    return {recording.path.name: recording.class_name for recording in found.recordings}


def write_table(path: Path, rows: Sequence[tuple[str, ...]], separator: str = ",", encoding: str = "utf-8") -> str:
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding=encoding)
    return str(path)


def test_names_say_nothing_by_themselves(corpus: Path) -> None:
    (corpus / "._hidden.wav").write_bytes(b"no audio")
    found = labelled(corpus, "none")
    assert set(classes_of(found).values()) == {None} and len(found.recordings) == 12
    paths = [recording.path for recording in found.recordings]
    assert paths == sorted(paths)


def test_folder_and_expression_agree_on_speech(corpus: Path, tiny_config: WavenetConfig) -> None:
    by_folder, by_expression = labelled(corpus, "folder"), labelled(corpus, r"regex:/[^/]+?_(\w+)_\d+\.wav$")
    expected = {path.name: speaker_of(path) for path in corpus.rglob("*.wav")}
    assert classes_of(by_folder) == classes_of(by_expression) == expected
    assert load_dataset(by_folder.recordings, tiny_config).class_names == tuple(sorted(set(expected.values())))


def test_the_only_group_is_the_class(corpus: Path) -> None:
    (corpus / "p225_001.wav").write_bytes(next(corpus.rglob("*.wav")).read_bytes())
    with pytest.raises(LabelError, match=r"12 files .* not matched"):
        labelled(corpus, r"regex:p(\d+)_")
    found = labelled(corpus, r"regex:(?:p(?=\d)|_)(\d+|[a-z]+)_")
    assert classes_of(found)["p225_001.wav"] == "225"


@pytest.mark.parametrize(("suffix", "format_"), FORMATS)
def test_tags_of_every_format(suffix: str, format_: str, speech_files: list[Path], tmp_path: Path) -> None:
    for index, artist in enumerate(("Ada", "Béla")):
        audio, rate = soundfile.read(speech_files[index])
        subtype = "OPUS" if suffix == "opus" else None
        with soundfile.SoundFile(tmp_path / f"{index}.{suffix}", "w", rate, 1, subtype, format=format_) as file:
            file.artist = artist
            file.write(audio)
    # LAME writes tags in Latin-1 only, so what comes back of the second name is not the file reader's affair.
    names = classes_of(labelled(tmp_path, "tag:artist"))
    assert names[f"0.{suffix}"] == "Ada" and len(set(names.values())) == 2
    assert suffix == "mp3" or names[f"1.{suffix}"] == "Béla"
    with pytest.raises(LabelError, match="without a tag “album”"):
        labelled(tmp_path, "tag:album")
    assert "genre" in TAGS


@pytest.mark.parametrize(
    ("separator", "suffix", "encoding"), [(", ", "csv", "utf-8"), ("\t", "tsv", "utf-8"), (";", "csv", "utf-8-sig")]
)
def test_a_table_chooses_and_names(corpus: Path, tmp_path: Path, separator: str, suffix: str, encoding: str) -> None:
    files = [path.relative_to(corpus).as_posix() for path in sorted(corpus.rglob("*.wav"))]
    rows = [("note", "class", "file"), *(("x", "näher" if index % 2 else "far", f) for index, f in enumerate(files))]
    found = labelled(corpus, write_table(tmp_path / f"t.{suffix}", rows[:-2], separator, encoding))
    assert [recording.class_name for recording in found.recordings] == ["far", "näher"] * 5
    assert len(found.notes) == 1 and "2 files" in found.notes[0] and Path(files[-1]).name in found.notes[0]
    whole = labelled(corpus, write_table(tmp_path / f"whole.{suffix}", rows, separator, encoding))
    assert whole.notes == () and len(whole.recordings) == 12


def test_names_spelt_by_other_systems_are_found(corpus: Path, tmp_path: Path) -> None:
    source = next(corpus.rglob("*.wav"))
    target = corpus / unicodedata.normalize("NFD", "wörter") / source.name
    target.parent.mkdir()
    shutil.copy(source, target)
    table = tmp_path / "t.csv"
    write_table(table, [("file", "class"), (f".\\wörter\\{source.name}", "rain")])
    assert [recording.path for recording in labelled_by_table(corpus, table).recordings] == [target]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("file", "class"), ("none.wav", "a")], "names none.wav, not to be found"),
        ([("file", "class"), *((f"{n}.wav", "a") for n in range(5))], "5 files (0.wav, 1.wav, 2.wav…)"),
        ([("file", "class"), ("../secret.wav", "a")], "secret.wav"),
        ([("path", "label"), ("a.wav", "a")], "“file” and “class”"),
        ([("file", "class"), ("FIRST", "")], "line 2"),
        ([("file", "class"), ("FIRST",)], "line 2"),
        ([("file", "class"), ("FIRST", "a"), ("FIRST", "b")], "line 3"),
        ([("file", "class")], "names no files"),
        ([()], "needs a first line"),
        ([("file", "class"), ('"FIRST', "a")], "line 2"),
    ],
)
def test_wrong_tables_are_told_in_one_line(
    corpus: Path, tmp_path: Path, rows: list[tuple[str, ...]], words: str
) -> None:
    first = min(path.relative_to(corpus).as_posix() for path in corpus.rglob("*.wav"))
    shutil.copy(corpus / first, tmp_path / "secret.wav")
    table = write_table(tmp_path / "t.csv", [tuple(cell.replace("FIRST", first) for cell in row) for row in rows])
    with pytest.raises(LabelError) as refused:
        labelled(corpus, table)
    assert words in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        ("regex:(", "no regular expression"),
        ("regex:abc", "0 groups"),
        ("regex:(a)(b)", "2 groups"),
        (r"regex:zero(\d)?", "not matched"),
        ("tag:shoe", "choose one of title"),
        ("tag:genre", "without a tag"),
        ("LATIN.csv", "UTF-8"),
        ("NONE.csv", "No such file"),
        ("speaker", "names no classes"),
        ("", "names no classes"),
    ],
)
def test_the_command_line_says_what_is_wrong(
    corpus: Path, tmp_path: Path, classes: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "LATIN.csv").write_bytes("file,class\nä.wav,ä\n".encode("latin-1"))
    spelt = str(tmp_path / classes) if classes.endswith(".csv") else classes
    assert main(["estimate", str(corpus), "--preset", "sketch", "--classes", spelt]) == 1
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and "Traceback" not in error


def test_loose_files_need_a_folder(corpus: Path) -> None:
    shutil.copy(next(corpus.rglob("*.wav")), corpus / "loose.wav")
    with pytest.raises(LabelError, match=r"loose\.wav is in no subfolder"):
        labelled(corpus, "folder")

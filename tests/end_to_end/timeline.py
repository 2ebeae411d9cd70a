"""What people do on the timeline by mouse and keys; what came of it is read from the server's document."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Position

from tests.end_to_end.person import Person

Clips = dict[str, dict[str, Any]]


class Timeline:
    """One person's open project."""

    def __init__(self, person: Person, project: str) -> None:
        self.person = person
        self.page = person.page
        self.project = project

    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = self.person.fetch(f"/api/projects/{self.project}/document")
        return found

    @property
    def clips(self) -> Clips:
        found: Clips = self.document()["clips"]
        return found

    def until(self, true: Callable[[Clips], bool], what: str) -> Clips:
        """The clips on the server once they are as they should be."""
        self.person.wait_for(lambda: true(self.clips), what, seconds=20)
        return self.clips

    @property
    def paper(self) -> Locator:
        return self.page.get_by_test_id("paper")

    def _read(self, name: str) -> float:
        return float(self.paper.get_attribute(f"data-{name}") or "nan")

    def within(self, seconds: float, row: int, share: float = 0.6) -> Position:
        """A place on the paper: a time and, within a row, how far down."""
        x = (seconds - self._read("from-seconds")) * self._read("pixels-per-second")
        return {"x": x, "y": (row + share) * self._read("row-height") - self._read("top")}

    def point(self, seconds: float, row: int, share: float = 0.6) -> tuple[float, float]:
        """The same place on the page."""
        box, place = self.paper.bounding_box(), self.within(seconds, row, share)
        assert box is not None
        return box["x"] + place["x"], box["y"] + place["y"]

    def found(self, sample: str) -> Locator:
        """The line of a sample in the library panel, after searching for it."""
        box = self.page.get_by_label("Search the library")
        if box.input_value() != sample:
            with self.page.expect_response(lambda answer: "scope=public" in answer.url and "search=" in answer.url):
                box.fill(sample)
            self.page.wait_for_timeout(200)
        return self.page.locator("[data-sample]").filter(has_text=sample).first

    def drop(self, sample: str, row: int, seconds: float) -> str:
        """Drag a sample out of the library panel onto a row; the new clip's id."""
        before = set(self.clips)
        line = self.found(sample)
        self.show_all()
        line.drag_to(self.paper, target_position=self.within(seconds, row))
        after = self.until(lambda clips: len(clips) == len(before) + 1, f"“{sample}” is dropped")
        return next(iter(set(after) - before))

    def place_by_keys(self, sample: str, row: int, seconds: float) -> str:
        """Find a sample in the panel by typing and place it at a time on a track; the new clip's id."""
        before = set(self.clips)
        self.show_all()
        self.page.get_by_test_id("track-head").nth(row).click(position={"x": 60, "y": 30})
        self.seek(seconds)
        line = self.found(sample)
        line.focus()
        line.press("Enter")
        after = self.until(lambda clips: len(clips) == len(before) + 1, f"“{sample}” is placed")
        return next(iter(set(after) - before))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def click(self, clip: str) -> None:
        row, found = self.row_of(clip), self.clips[clip]
        self.page.mouse.click(*self.point(found["start_seconds"] + found["duration_seconds"] / 2, row, 0.5))

    def row_of(self, clip: str) -> int:
        document = self.document()
        rows = [(row["order"], key) for key, row in document["tracks"].items() if row["role"] == "audio"]
        return [key for _, key in sorted(rows)].index(document["clips"][clip]["track"])

    def drag(self, clip: str, by_seconds: float, by_rows: int) -> None:
        """Take a clip by its middle and put it elsewhere, without snapping."""
        found, row = self.clips[clip], self.row_of(clip)
        middle = found["start_seconds"] + found["duration_seconds"] / 2
        self.page.mouse.move(*self.point(middle, row))
        self.page.mouse.down()
        self.page.mouse.move(*self.point(middle + by_seconds / 2, row + by_rows))
        self.page.mouse.move(*self.point(middle + by_seconds, row + by_rows), steps=6)
        self.page.mouse.up()

    def move_to(self, clip: str, seconds: float, row: int) -> None:
        """Drag a clip until the server has it near a time, on a row."""
        found = self.clips[clip]
        self.show_all()
        self.drag(clip, seconds - found["start_seconds"], row - self.row_of(clip))
        self.until(lambda clips: abs(clips[clip]["start_seconds"] - seconds) < 0.3, f"the clip is at {seconds} s")

    def show_all(self) -> None:
        """Zoom so that half a minute from the start fits, with the keyboard at the timeline."""
        self.page.evaluate("document.activeElement?.blur()")
        while self._read("pixels-per-second") * 30 > self._width:
            self.page.keyboard.press("Control+-")
            self.page.wait_for_timeout(50)
        if self._read("from-seconds") > 0:
            self.page.keyboard.press("Home")

    @property
    def _width(self) -> float:
        box = self.paper.bounding_box()
        assert box is not None
        return box["width"]

    def seek(self, seconds: float) -> None:
        """Put the playhead at a time by a click on the ruler."""
        box = self.paper.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + self.within(seconds, 0)["x"], box["y"] - 8)

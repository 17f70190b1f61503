"""Opening files: what is refused before it is read, and what a cell's text is."""

import contextlib
import io
import os
import random
import subprocess
import sys
import textwrap
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.people.roster import errors
from linli.domains.people.roster.judging import judge
from linli.domains.people.roster.reading import LARGEST_FILE, read_roster
from linli.domains.people.roster.sheets import CellKind
from tests.factories import rosters
from tests.factories.rosters import forged, sheet_xml

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def first_cell(content, name="a.xlsx"):
    return read_roster(content, name).sheets[0].rows[0][0]


class TestRefusedFiles:
    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", errors.EmptyFile),
            (b"   \r\n \r\n", errors.EmptyFile),
            (b",,,\r\n,,\r\n", errors.EmptyFile),
            (b"x" * (LARGEST_FILE + 1), errors.TooLarge),
            (OLE + b"\0" * 100, errors.OldFormat),
            (OLE + "EncryptedPackage".encode("utf-16-le"), errors.Encrypted),
            (b"PK\x03\x04 broken", errors.Damaged),
            (rosters.archive({"a.txt": b"hello"}), errors.OtherFormat),
            (b"%PDF-1.7 ...", errors.OtherFormat),
            (b"<html><table><tr><td>1</td></tr></table></html>", errors.OtherFormat),
            (bytes(range(32)) * 20, errors.OtherFormat),
            (b"\xff\xff\xff\xff", errors.UnknownEncoding),
            (b'a,"' + b"x" * 200_000, errors.Damaged),
            (forged(b"<worksheet><sheetData>"), errors.Damaged),
        ],
    )
    def test_each_kind_of_unreadable_file_has_its_own_sentence(self, content, refusal):
        with pytest.raises(refusal) as refused:
            read_roster(content, "名册.xlsx")
        assert refused.type is refusal
        assert refused.value.sentence.endswith("。")

    def test_a_protected_zip_is_encrypted(self):
        content = bytearray(rosters.workbook({"a": [["1"]]}))
        at = content.find(b"PK\x01\x02")
        content[at + 8] |= 1

        with pytest.raises(errors.Encrypted):
            read_roster(bytes(content), "a.xlsx")


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "%s">]><worksheet><sheetData/></worksheet>' % (b"a" * 1000)
EXTERNAL = b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet><sheetData/></worksheet>'
UTF16 = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'.encode("utf-16")

# Beside something that does not compress, so that the ratio does not give the rest away.
PAD = "xl__media__pad=os.urandom(1_500_000)"
BOMBS = {
    "unpacked": "lambda: rosters.forged(b' ' * (70 * 1024 * 1024))",
    "all parts": "lambda: rosters.forged(b'<a/>', **{f'xl__media__{n}': b'0' * 40_000_000 for n in range(3)})",
    "ratio": "lambda: rosters.forged(b' ' * (20 * 1024 * 1024))",
    "entries": "lambda: rosters.archive({str(n): b'' for n in range(3000)})",
    "columns": "lambda: rosters.forged(rosters.many_columns(1_000_000), " + PAD + ")",
    "cells without text": "lambda: rosters.forged(rosters.sheet_xml('<row>' + '<c/>' * 9_000_000 + '</row>'), "
    + PAD
    + ")",
    "far corner": 'lambda: rosters.forged(rosters.sheet_xml(\'<row r="1048576"><c r="A1048576"><v>1</v></c></row>\'))',
    "strings": "lambda: rosters.forged(rosters.sheet_xml(''), xl__sharedStrings=b'<sst>' + b'<si><t>a</t></si>' * 900_000 + b'</sst>', "
    + PAD
    + ")",
    "one text": "lambda: rosters.forged(rosters.sheet_xml('<row><c t=\"str\"><v>' + 'a' * 60_000_000 + '</v></c></row>'), "
    + PAD
    + ")",
    "long strings": "lambda: rosters.forged(rosters.sheet_xml(''), xl__sharedStrings=b'<sst>' + b'<si><t>' * 1 + b'a' * 60_000_000 + b'</t></si></sst>', "
    + PAD
    + ")",
    "lines": "lambda: b'a,b\\n' * 2_000_000",
    "csv columns": "lambda: b'a,' * 1_000_000",
}


class TestBombs:
    @pytest.mark.parametrize("content", [ENTITIES, EXTERNAL, UTF16])
    def test_a_doctype_is_refused_in_any_encoding(self, content):
        with pytest.raises(errors.Entities):
            read_roster(forged(content), "a.xlsx")
        with pytest.raises(errors.Entities):
            read_roster(forged(b"<worksheet/>", xl__styles=content), "a.xlsx")

    @pytest.mark.parametrize("name", BOMBS)
    def test_a_bomb_is_refused_quickly_and_in_little_memory(self, name, tmp_path):
        made = eval(BOMBS[name], {"rosters": rosters, "os": os})()
        path = tmp_path / "bomb"
        path.write_bytes(made)
        program = textwrap.dedent("""
            import re, sys, time
            from pathlib import Path
            from linli.domains.people.roster.errors import RosterRefused
            from linli.domains.people.roster.reading import read_roster
            start = time.perf_counter()
            try:
                with open(sys.argv[1], "rb") as stream:
                    read_roster(stream, "a.xlsx")
            except RosterRefused as refused:
                print(refused.code)
            print(time.perf_counter() - start, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
        """)
        # The peak of this program alone: ru_maxrss would carry the test runner's own over the fork.
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        code, figures = done.stdout.splitlines()
        seconds, megabytes = map(float, figures.split())

        assert code.startswith("roster.")
        assert seconds < 5
        assert megabytes < 256

    def test_a_merged_cell_over_the_whole_sheet_costs_nothing(self):
        xml = sheet_xml('<row r="1"><c r="A1" t="str"><v>x</v></c></row>').replace(
            b"</worksheet>", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
        )

        assert len(read_roster(forged(xml), "a.xlsx").sheets[0].rows) == 1

    def test_many_merged_cells_over_each_other_are_refused(self):
        rows = "".join(
            f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="CV{n}"><v>1</v></c></row>' for n in range(1, 3001)
        )
        merges = "".join(f'<mergeCell ref="A{n}:CV3000"/>' for n in range(1, 3001)).encode()
        xml = sheet_xml(rows).replace(
            b"</worksheet>", b"<mergeCells>" + merges + b"</mergeCells></worksheet>"
        )

        with pytest.raises(errors.Bomb):
            read_roster(forged(xml), "a.xlsx")


class TestCells:
    """C-11: the documented value or an error, never a silent 0."""

    @pytest.mark.parametrize(
        ("xml", "text", "kind"),
        [
            ('<c r="A1"><v>89.570000000000007</v></c>', "89.57", CellKind.NUMBER),
            ('<c r="A1"><v>1.4106079340E10</v></c>', "14106079340", CellKind.NUMBER),
            ('<c r="A1" t="str"><v> 0501 </v></c>', "0501", CellKind.TEXT),
            (
                '<c r="A1" t="inlineStr"><is><t>王</t><rPh><t>wang</t></rPh><r><t>芳</t></r></is></c>',
                "王芳",
                CellKind.TEXT,
            ),
            ('<c r="A1" t="b"><v>1</v></c>', "是", CellKind.TRUTH),
            ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A", CellKind.ERROR),
            ('<c r="A1"><f>1+1</f></c>', "公式没有结果", CellKind.ERROR),
            ('<c r="A1"><f>1-1</f><v>0</v></c>', "公式结果为0", CellKind.ERROR),
            ('<c r="A1"><f>1+1</f><v>2</v></c>', "2", CellKind.NUMBER),
            ('<c r="A1" t="str"><v>a_x0000_b</v></c>', "a□b", CellKind.UNUSABLE),
            ('<c r="A1" t="str"><v>=&quot;0501&quot;</v></c>', "0501", CellKind.TEXT),
        ],
    )
    def test_stored_values_as_people_see_them(self, xml, text, kind):
        cell = first_cell(forged(sheet_xml(f'<row r="1">{xml}</row>')))

        assert (cell.text, cell.kind) == (text, kind)

    def test_a_number_shown_as_a_date_is_a_date(self):
        content = rosters.workbook({"a": [[46000]]}, formats=[("a", "A1", "yyyy/m/d")])

        assert first_cell(content).text == "2025-12-09"
        assert first_cell(content).kind is CellKind.DATE

    def test_agrees_with_another_reader_on_the_samples(self):
        from pathlib import Path

        from python_calamine import CalamineWorkbook

        for path in (Path(__file__).parent / "samples").glob("*.xlsx"):
            other = CalamineWorkbook.from_path(path)
            for sheet in read_roster(path.read_bytes(), path.name).sheets:
                theirs = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                for ours, row in zip(sheet.rows, theirs, strict=True):
                    for cell, value in zip(ours, row, strict=True):
                        if not cell.merged:
                            shown = f"{value:.15g}" if isinstance(value, float) else value.strip()
                            assert cell.text == shown


class TestNothingElseIsRaised:
    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=400))
    def test_random_bytes(self, content):
        self.read(content)

    def test_damaged_workbooks(self):
        whole = rosters.merged_with_co_owners()
        chance = random.Random(7)
        for _ in range(150):
            broken = bytearray(whole)
            for _ in range(chance.randint(1, 30)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            self.read(bytes(broken[: chance.randint(10, len(broken))] if chance.random() < 0.3 else broken))

    def test_damaged_parts_of_workbooks(self):
        with zipfile.ZipFile(io.BytesIO(rosters.merged_with_co_owners())) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        chance = random.Random(11)
        for _ in range(200):
            name = chance.choice([part for part in parts if part.startswith("xl/")])
            broken = bytearray(parts[name])
            for _ in range(chance.randint(1, 6)):
                broken[chance.randrange(len(broken))] = chance.randrange(32, 127)
            self.read(rosters.archive(parts | {name: bytes(broken)}))

    @staticmethod
    def read(content):
        with contextlib.suppress(errors.RosterRefused):
            judge(read_roster(content, "a.xlsx"))


def test_five_thousand_rows_are_read_and_judged_in_seconds():
    rows = [
        rosters.HEADER,
        *[
            [f"{n % 40 + 1}-{n % 3 + 1}-{n + 101}", "王芳、李强", f"141{n:08}", "89.57", "已交付"]
            for n in range(5000)
        ],
    ]
    content = rosters.workbook({"a": rows})
    start = time.perf_counter()
    reading = rosters.reading(content)

    assert len(reading.units) == 5000
    assert time.perf_counter() - start < 15

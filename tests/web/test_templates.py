"""What can be said of templates and style sheets without opening a browser."""

import re
from pathlib import Path

import pytest

from tests.web import lookbook, samples

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "linli/web/static"
TEMPLATES = sorted((ROOT / "linli").rglob("templates/**/*.html"))
OUR_PARTS = "\n".join(file.read_text() for file in (ROOT / "linli/web/templates").rglob("*.html"))
MACROS = set(re.findall(r"{% set (\w+) = ", (ROOT / "linli/web/templates/ui.html").read_text()))
ICONS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor/tabler/sprite.svg").read_text()))

named = pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT / "linli")))


@named
class TestEveryTemplate:
    def test_has_no_inline_script_or_style(self, file: Path):
        text = file.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)

    def test_calls_only_parts_that_exist(self, file: Path):
        called = set(re.findall(r"\bui\.(\w+)", file.read_text())) - {"html"}
        assert called <= MACROS

    def test_names_only_icons_of_the_sprite(self, file: Path):
        text = file.read_text()
        used = set(re.findall(r'\bicon\("([a-z0-9-]+)"', text)) | set(
            re.findall(r'icon_name="([a-z0-9-]+)"', text)
        )
        assert used <= ICONS

    def test_asks_no_other_host(self, file: Path):
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", file.read_text())

    def test_says_what_it_is_for(self, file: Path):
        assert file.read_text().startswith("{#")


class TestStyleSheets:
    def test_are_at_most_40_kilobytes_together(self):
        assert sum(file.stat().st_size for file in (STATIC / "css").glob("*.css")) <= 46_000

    def test_name_colours_only_as_tokens(self):
        """One place for colours; what lies on a photo or a shadow is black or white by nature."""
        for name in ("base", "components"):
            text = (STATIC / f"css/{name}.css").read_text()
            found = set(re.findall(r"#[0-9a-f]{3,8}\b", text)) - {"#fff", "#c8321f", "#ffd479"}
            assert not found, name


class TestPages:
    @pytest.mark.parametrize(
        "name", [name for name in samples.pages(lookbook.SampleForm) if name != "offline"]
    )
    @pytest.mark.feature("AX-16")
    def test_show_number_hours_and_the_way_on_paper(self, name: str):
        page = lookbook.book().test_client().get(f"/book/{name}").get_data(as_text=True)
        assert "0570-96811" in page
        assert "8:00–20:00" in page
        assert "纸质材料" in page

    def test_keep_what_was_typed_and_explain_beside_the_field(self):
        page = lookbook.book().test_client().get("/book/form-wrong").get_data(as_text=True)
        field = re.search(r'<input[^>]*id="f-phone"[^>]*>', page)
        assert field
        assert 'value="1381234"' in field[0]
        assert 'aria-invalid="true"' in field[0]
        assert 'aria-describedby="f-phone-hint f-phone-error"' in field[0]
        assert re.search(r'id="f-phone-error".*手机号应是 11 位数字', page)

    def test_never_write_a_password_back(self):
        app = lookbook.book()
        with app.test_request_context():
            shown = app.jinja_env.from_string(
                '{% import "ui.html" as ui %}{{ ui.field(form, "password", "密码", "password") }}'
            ).render(form=lookbook.SampleForm(values={"password": "typed-before"}))
        assert 'type="password"' in shown
        assert "typed-before" not in shown

    def test_what_people_typed_is_shown_as_words(self):
        app = lookbook.book()
        with app.test_request_context():
            shown = app.jinja_env.from_string(
                '{% import "ui.html" as ui %}{{ ui.field(form, "name", "姓名") }}{{ ui.cell(evil, evil, evil) }}'
                "{{ ui.notice(evil) }}{{ ui.timeline([{'title': evil, 'text': evil}]) }}{{ ui.error_summary(form) }}"
            ).render(
                evil='"><script>alert(1)</script>',
                form=lookbook.SampleForm(
                    values={"name": '"><script>alert(1)</script>'}, errors={"name": ["<b>no</b>"]}
                ),
            )
        assert "<script>" not in shown
        assert "<b>no</b>" not in shown

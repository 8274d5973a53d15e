"""The page's modules joined into one script: all of them, in order, and nothing that it cannot join."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from maps import joined

WEB = resources.files("maps").joinpath("web")


def test_every_module_that_the_page_imports_is_there_once_and_after_what_it_needs():
    names = re.findall(r"^// (\S+\.js)$", joined.script(), re.MULTILINE)

    assert len(names) == len(set(names)) > 40
    assert names.index("dom.js") < names.index("map.js") < names.index("legend.js") < names.index("app.js")
    assert names[-1] == "app.js"


def test_the_sheets_come_in_the_order_of_the_page():
    text = joined.sheet()

    sheets = [WEB.joinpath(f"{name}.css").read_text("utf-8") for name in joined.SHEETS]

    assert [text.index(one) for one in sheets] == sorted(text.index(one) for one in sheets)


@pytest.mark.parametrize(
    "line",
    ['import thing from "./dom.js";', "export default 3;", 'export * from "./dom.js";', 'import "./dom.js";'],
)
def test_a_form_of_import_or_export_that_it_does_not_know_is_refused_by_name(line: str):
    texts = {"app.js": f"{line}\nconst one = 1;\n", "dom.js": "export const one = 1;\n"}

    with pytest.raises(joined.NotJoined, match=r"app\.js"):
        joined.joined(texts.__getitem__)


def test_in_a_circle_of_modules_names_are_not_taken_before_they_are_known():
    texts = {
        "app.js": 'import * as one from "./one.js";\none.go();\n',
        "one.js": 'import * as two from "./two.js";\nexport const go = () => two.go();\n',
        "two.js": 'import { go as back } from "./one.js";\nexport const go = back;\n',
    }

    with pytest.raises(joined.NotJoined, match=r"two\.js"):
        joined.joined(texts.__getitem__)

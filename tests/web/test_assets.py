"""Static files: one name for what they hold, the smallest form, one file a phone asks for, nothing else served."""

import gzip
import itertools
import os
import re
import shutil

import brotli
import pytest
from flask import Flask, render_template_string

from fadjma.web import assets, sources
from tests.architecture import ROOT

STYLE = 9_750  # of it, the styles of one role
FOUNDATION = 54_400  # what every dashboard loads beside its page


@pytest.fixture
def static(tmp_path, monkeypatch):
    """A copy of the static tree, to be changed."""
    root = tmp_path / "static"
    shutil.copytree(ROOT / "static", root)
    monkeypatch.setattr(assets.Library.__init__, "__defaults__", (root,))
    return root


@pytest.fixture
def make_site():
    """Return make_site(environment="testing") → a client of an application that serves static files alone."""

    def make(environment="testing"):
        site = Flask("assets", static_folder=None)
        site.config["FADJMA_ENV"] = environment
        assets.init_app(site)
        return site.test_client()

    return make


def address(client, name):
    """Return what a template writes for `name`."""
    with client.application.app_context():
        return render_template_string("{{ asset(name) }}", name=name)


def test_a_file_may_be_kept_for_ever_under_the_hash_of_them_all(static, make_site):
    client = make_site()
    before = address(client, "js/app.js")
    answer = client.get(before)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    (static / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert address(make_site(), "js/app.js") != before


def test_a_page_older_than_the_deployment_gets_todays_file_but_may_not_keep_it(make_site):
    answer = make_site().get("/static/0123456789ab/css/patient.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding", "open_up"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0", None, bytes),
        ("", None, bytes),
    ],
)
def test_each_browser_gets_the_smallest_form_it_takes(make_site, accepted, encoding, open_up):
    client = make_site()
    answer = client.get(address(client, "css/patient.css"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert open_up(answer.data).startswith(b"@layer reset,tokens,base")


def test_what_a_browser_has_is_not_sent_again(make_site):
    client = make_site()
    answer = client.get(address(client, "icon.svg"))
    again = client.get(address(client, "icon.svg"), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "../config.py",
        "js/../../config.py",
        "..%2f..%2fconfig.py",
        "%2e%2e/config.py",
        "/etc/passwd",
        "css/button.css",
        "js/live.js",
        "vendor/htmx-2.0.11.min.js",
        "README.md",
        "",
    ],
)
def test_nothing_else_is_served(make_site, path):
    client = make_site()
    assert client.get(address(client, "icon.svg")).status_code == 200
    assert client.get(f"/static/{client.application.extensions['assets'].version}/{path}").status_code in (404, 308)


def test_a_name_that_does_not_exist_is_an_error(make_site):
    with pytest.raises(LookupError, match="nosuch"):
        address(make_site(), "nosuch.css")


def test_in_development_a_change_is_there_without_a_restart(static, make_site, monkeypatch):
    monkeypatch.setattr(assets, "LOOK_AGAIN", 0)
    client = make_site("development")
    before = address(client, "css/patient.css")
    tokens = static / "css" / "tokens.css"
    tokens.write_text(tokens.read_text() + "@layer tokens { :root { --new: 1px; } }")
    os.utime(tokens, ns=(1, 1))
    assert address(client, "css/patient.css") != before
    assert b"--new:1px" in client.get(address(client, "css/patient.css")).data


def test_every_source_is_in_a_file_that_is_served():
    styles = {*sources.STYLES, *sources.LAST_STYLES, *itertools.chain(*sources.STYLES_OF.values())}
    assert sorted(f"{name}.css" for name in styles) == sorted(path.name for path in (ROOT / "static/css").iterdir())
    assert sorted(f"{name}.js" for name in sources.SCRIPTS) == sorted(path.name for path in (ROOT / "static/js").iterdir())
    libraries = {re.sub(r"\..*", "", path.name) for path in (ROOT / "static/vendor").iterdir()}
    assert len(libraries) == len(sources.LIBRARIES) + 1


def test_the_libraries_are_served_as_they_were_published_and_stand_beside_their_licences(make_site):
    client = make_site()
    served = client.get(address(client, "js/app.js")).data
    vendor = ROOT / "static" / "vendor"
    for name in [*sources.LIBRARIES, sources.CLIENT]:
        published, exported = (vendor / f"{name}.js").read_bytes().rstrip(), b""
        if name == sources.CLIENT:  # a module, whose last statement names what it exports
            published, _, exported = published.rpartition(b"export{")
        assert published in served
        assert b";" not in exported[:-1]
        assert any(name.startswith(licence.name.removesuffix(".LICENSE.txt")) for licence in vendor.glob("*.LICENSE.txt"))


@pytest.mark.parametrize("role", sorted(sources.STYLES_OF))
def test_styles_lose_their_margins_and_nothing_else(role):
    names = sources.STYLES + sources.STYLES_OF[role] + sources.LAST_STYLES
    source = re.sub(
        r"/\*.*?\*/|\\\n", "", "".join((ROOT / f"static/css/{name}.css").read_text() for name in names), flags=re.S
    )
    served = sources.stylesheet(ROOT / "static", role).decode()
    assert re.sub(r"\s", "", served) == re.sub(r"\s", "", source)
    # what stands beside a space that means something: one thing within another, and the parts of a value
    meant = r"(?<=[\w)\]*%\"'])\s+(?=[\w.:\[#*(&+'\"-])"
    assert re.findall(meant, served) == re.findall(meant, re.sub(r"\s+", " ", source))


def test_our_modules_share_no_name_and_need_only_those_before_them():
    names: list[str] = []
    seen: list[str] = []
    for module in sources.SCRIPTS:
        source = (ROOT / "static" / "js" / f"{module}.js").read_text()
        names += re.findall(r"^(?:export )?(?:async )?(?:const|let|function) (\w+)", source, re.MULTILINE)
        assert set(re.findall(r"from '\./(\w+)\.js'", source)) <= set(seen), module
        seen.append(module)
    assert len(names) > 50
    assert len(names) == len(set(names))


def test_our_scripts_run_no_text_and_keep_nothing_in_web_storage():
    for path in (ROOT / "static" / "js").iterdir():
        assert not re.search(
            r"\beval\(|\bFunction\(|\.innerHTML|insertAdjacentHTML|localStorage|Storage\.setItem", path.read_text()
        )


@pytest.mark.parametrize("role", ["patient", "doctor", "pharmacist", "admin"])
def test_what_every_dashboard_loads_is_light(make_site, role):
    client = make_site()
    layout = (ROOT / "templates" / "layout.html").read_text()
    names = {*re.findall(r"asset\('([^' ]+\.[^' ]+)'\)", layout), f"css/{role}.css"}
    assert {"js/app.js", "icon.svg"} < names
    sizes = {
        name: len(client.get(address(client, name), headers={"Accept-Encoding": "gzip"}).data) for name in sorted(names)
    }
    assert sizes[f"css/{role}.css"] <= STYLE
    assert sum(sizes.values()) <= FOUNDATION, sizes

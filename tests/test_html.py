"""The page checker itself: a good page passes, and each kind of offender is caught by name."""

import pytest

from tests.html import Page, check

GOOD = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Accueil</title><script type="module" src="/app.js"></script></head>
<body><main id="main"><h1>Bonjour</h1>
<form><label for="name">Nom</label><input id="name" name="name"><label>Ville <input name="town"></label>
<input type="hidden" name="csrf" value="1"><button>Envoyer</button>
<a href="/" aria-label="Retour"><svg></svg></a></form>
<ul id="things"><li id="thing_1" hx-get="/x" hx-trigger="click">Un</li></ul>
<script type="application/json">{"a": 1}</script></main></body></html>"""


def test_a_good_page_passes():
    assert check(GOOD).ids["main"] == 1


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("<!doctype html>", "", "DOCTYPE"),
        ("</h1>", "</h2>", "end tag"),
        ('id="thing_1"', 'id="main"', "stands 2 times"),
        ('id="thing_1"', 'id=""', "an id is empty"),
        ("<title>Accueil</title>", "<title> </title>", "no title"),
        (' lang="fr"', "", "no lang"),
        ("<h1>Bonjour</h1>", "<p>Bonjour</p>", "no <h1>"),
        ("<main id", "<section id", "exactly one <main>"),
        ('for="name"', 'for="nom"', "has no label"),
        ('for="name"', 'for="nom"', "points at nothing"),
        ("<label>Ville", "<label>", "has no label"),
        ("Envoyer", "", "has no text"),
        (' aria-label="Retour"', "", "has no text"),
        ("<h1>", "<img src='x.png'><h1>", "has no alt"),
        ("<ul ", "<ul style='color:red' ", "has style"),
        ("<ul ", "<ul onclick='a()' ", "has onclick"),
        ("<ul ", "<ul hx-on:click='a()' ", "has hx-on:click"),
        ("<ul ", "<ul hx-vals='js:{a:1}' ", "has hx-vals"),
        ('hx-trigger="click"', 'hx-trigger="click[a]"', "has hx-trigger"),
        ('href="/"', 'href="javascript:a()"', "has href"),
        ("</head>", "<style>p{}</style></head>", "a <style>"),
        (' type="application/json"', "", "a <script> without src"),
    ],
)
def test_each_offender_is_caught(good, bad, complaint):
    assert good in GOOD
    problems = Page(GOOD.replace(good, bad)).problems()
    assert any(complaint in problem for problem in problems), problems


def test_a_fragment_needs_no_page_around_it_but_the_same_care():
    check('<li id="thing_1">Un</li>', fragment=True)
    check('<tr id="row_1"><td>Un</td></tr>', fragment=True)
    assert Page('<tr id="row_1"><td style="x">Un</td></tr>', fragment=True).problems() == ['<td style="x" /> has style']
    assert Page("<li>Un</ul>", fragment=True).problems()

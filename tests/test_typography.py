"""French is set as French is, in every template, label and message."""

import pytest

from tests.architecture import ROOT
from tests.typography import of_module, of_template

WRONG = [
    "<p>Bonjour !</p>",
    "<p>Bonjour&nbsp;!</p>",
    "<p>Bonjour!</p>",
    "<p>{{ name }} ?</p>",
    "<p>prête ; ou non</p>",
    "<p>Médecin : {{ name }}</p>",
    "<p>Médecin\u202f: Fatou</p>",
    "<dt><b>Médecin</b>: </dt>",
    "<p>« Couper »</p>",
    "<p>«\u00a0Couper\u00a0»</p>",
    "<p>«Couper»</p>",
    "<p>l'accès</p>",
    "<p>Un instant...</p>",
    "<p>Bonjour{% if late %} !{% endif %}</p>",
    '<button aria-label="Couper l\'accès ?">x</button>',
    '<button hx-confirm="Vraiment ?">x</button>',
    '{{ field("name", label="Votre nom : complet") }}',
    "{% set message %}Ordonnance prête !{% endset %}",
]
RIGHT = [
    "<p>Bonjour\u202f!</p>",
    "<p>Bonjour&#8239;!</p>",
    "<p>Médecin&nbsp;: {{ name }}</p>",
    "<p>« Couper l’accès »</p>".replace(" C", "\u202fC").replace(" »", "\u202f»"),
    "<p>{# why: not? #}Un instant…</p>",
    '<a href="/login?next=/" hx-vals=\'{"a": 1}\' class="a:b">https://fadjma.example</a>',
    "<script src='/x.js'>if (a ? b : c) { d(); }</script><kbd>?</kbd>",
    "{{ a if b else {'c': 'd'} }}{{ url_for('web.x') }}{{ '%s:%s' | format(a, b) }}",
    "{% set url %}/patient/?x=1{% endset %}",
    "<p>À 14 h 05, 30 % et plus</p>",
]


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.*")), ids=lambda path: path.name)
def test_the_templates(path):
    assert not of_template(path.read_text())


LABELS = sorted({*(ROOT / "fadjma").rglob("labels.py"), *(ROOT / "fadjma").rglob("labels/*.py")})


@pytest.mark.parametrize("path", LABELS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_labels(path):
    assert not of_module(path.read_text())


def test_there_are_words_to_look_at():
    assert list((ROOT / "templates").rglob("*.html"))
    assert list((ROOT / "templates/messages").glob("*.txt"))
    assert len(LABELS) > 5


@pytest.mark.parametrize("template", WRONG)
def test_each_offender_is_caught(template):
    assert of_template(template)


@pytest.mark.parametrize("template", RIGHT)
def test_what_is_right_is_left_alone(template):
    assert of_template(template) == []


def test_a_wrong_label_is_caught():
    assert of_module('"""Labels: why not?"""\nREFUSALS = {"too_many": "Trop souvent ! Attendez."}')
    assert not of_module('"""Labels."""\nREFUSALS = {"a:b": "Trop souvent\u202f! Attendez."}')

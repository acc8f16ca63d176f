"""How French is set: what stands before ; ! ? : and inside « », in all that a person reads of a template."""

import ast
import re
from html import unescape

from jinja2 import Environment

NARROW, NO_BREAK = "\u202f", "\u00a0"
LOOSE = "[ \t\n\u2009]"  # spaces at which a line may break, or that are not the right ones
RULES = {
    "U+202F before ; ! ?": re.compile(rf"(?:{LOOSE}|{NO_BREAK}|[\w)»…%])[;!?]"),
    "U+00A0 before :": re.compile(rf"(?:{LOOSE}|{NARROW}|[\w)»…%]):(?!//)"),
    "U+202F after «": re.compile(f"«(?!{NARROW})"),
    "U+202F before »": re.compile(f"(?<!{NARROW})»"),
    "’ for an apostrophe": re.compile(r"\w'\w"),
    "… for three dots": re.compile(r"\.\.\."),
}
UNREAD = re.compile(r"<(script|style|code|pre|kbd|samp)\b.*?</\1>|<!--.*?-->", re.DOTALL)
CODES = re.compile(r"\{%-?\s*set (url|level)\s*-?%\}.*?\{%-?\s*endset\s*-?%\}", re.DOTALL)  # in templates/messages
TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
READ = re.compile(
    r"\s(?:title|alt|placeholder|label|aria-label|aria-description|hx-confirm|data-[a-z-]+)=(?:\"([^\"]*)\"|'([^']*)')"
)
PROSE = re.compile(r"[^\W\d_] +\S|\S +[^\W\d_]|[^\W\d_][!?]$")  # a string in code that is a sentence, not a name


def offences(text):
    """Return what is wrong with a text that people read, each with its surroundings."""
    return [
        f"{rule}: …{text[max(0, found.start() - 25) : found.end() + 10].strip()}…"
        for rule, pattern in RULES.items()
        for found in pattern.finditer(text)
    ]


def texts(template):
    """Return the texts of a template: between its tags, in attributes that are read, and in the strings of its code."""
    shown, strings = [], []
    for _, kind, value in Environment().lex(CODES.sub("", template)):
        if kind == "variable_begin":
            shown.append("x")  # something stands here, though only rendering knows what
        elif kind == "data":
            shown.append(value)
        elif kind == "string" and PROSE.search(value[1:-1]):
            strings.append(value[1:-1])
    html = UNREAD.sub("", "".join(shown))
    read = [value for tag in TAG.findall(html) for pair in READ.findall(tag) for value in pair if PROSE.search(value)]
    return [unescape(text) for text in (TAG.sub("", html), *read, *strings)]


def of_template(template):
    """Return what is wrong with the French of a template."""
    return [offence for text in texts(template) for offence in offences(text)]


def of_module(source):
    """Return what is wrong with the French of a Python module that holds words, its docstrings aside."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    described = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [offence for text in strings if text not in described and PROSE.search(text) for offence in offences(text)]

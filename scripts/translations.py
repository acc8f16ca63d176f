"""`make translations`: brings the catalogues up to the sentences of the code and the templates. What is translated stays.

A sentence that was changed is a new one: nothing is guessed from a likeness, which in a medical text is how wrong words
come in.
"""

import ast
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from fadjma.languages.catalogue import FRENCH, LANGUAGES, forms_of, path_of

ROOT = Path(__file__).parents[1]


def in_python(file, keywords, comment_tags, options):
    """Yield the sentences of a Python file: what `_` and its like are given, and the French of every `Vocabulary`."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Vocabulary":
            yield from _in_vocabulary(node)


def _in_vocabulary(call):
    """Yield every string that is a value of the dicts that `Vocabulary` is given, in its context if it has one."""
    context = [one.value.id for one in call.keywords if one.arg == "context"]
    for given in ast.walk(call.args[0]):
        for value in given.values if isinstance(given, ast.Dict) else ():
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield (
                    value.lineno,
                    "pgettext" if context else "_",
                    (context[0].lower(), value.value) if context else value.value,
                    [],
                )


def extracted():
    """Return the catalogue of every sentence that the code and the templates say."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog(project="FADJMA", charset="utf-8")
    for path, _, message, comments, context in sorted(
        extract_from_dir(str(ROOT), methods, options, DEFAULT_KEYWORDS, comment_tags=("Translators:",)),
        key=lambda found: (found[0], found[1]),
    ):
        catalogue.add(message, None, [(path, 1)], auto_comments=comments, context=context)
    return catalogue


def updated(language, template):
    """Return the catalogue of `language`, as text too: its own translations of exactly the sentences of `template`."""
    path = path_of(language)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    head, written = path.read_text().partition("\n\n")[0], BytesIO()
    write_po(written, catalogue, width=100, include_lineno=False, ignore_obsolete=True, omit_header=True)
    return f"{head}\n\n{written.getvalue().decode().strip()}\n", catalogue


def main():
    """Write each catalogue; say how much of it there is."""
    template = extracted()
    for language in sorted(LANGUAGES.keys() - {FRENCH}):
        text, catalogue = updated(language, template)
        path_of(language).write_text(text)
        said = sum(message.id != "" and all(forms_of(message)) for message in catalogue)
        print(f"{language}: {said} of {len(catalogue)} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main())

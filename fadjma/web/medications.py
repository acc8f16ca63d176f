"""What is offered to whoever types the name of a medication."""

from flask import render_template, request


def options(*, entries=lambda q: [], names=lambda q: [], unknown):
    """Return the options for what is typed in the one field sent, called `medication` or `lines.2.medication`.

    `unknown` says what it means that there are none.
    """
    typed = next((text.strip() for name, text in request.args.items() if name.endswith("medication")), "")
    shown = {"entries": entries(typed), "names": names(typed), "typed": typed, "unknown": unknown}
    return render_template("shared/_medication_options.html", **shown)

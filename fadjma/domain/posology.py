"""When a medication is taken: how many units in the morning, at noon, in the evening, at bedtime.

A posology is {moment: amount}, in halves, and only ever what the prescriber said in numbers: no sentence is read for it,
since a dose that was guessed may be a wrong one. Nothing said is None, never a zero.
"""

MOMENTS = ("morning", "noon", "evening", "night")  # in the order of the day
MOST = 20  # units at one moment: more is a slip of the thumb
HALF = "½"


def problems(posology):
    """Return {"posology.<moment>": code} of the amounts that are no halves from 0 to MOST."""
    wrong = [moment for moment, amount in (posology or {}).items() if not (0 <= amount <= MOST and amount * 2 % 1 == 0)]
    return dict.fromkeys((f"posology.{moment}" for moment in wrong), "amount_out_of_range")


def kept(posology):
    """Return the moments at which something is taken, in the day's order; None where there is none."""
    taken = {moment: posology[moment] for moment in MOMENTS if posology.get(moment)} if posology else {}
    return {moment: int(amount) if amount == int(amount) else amount for moment, amount in taken.items()} or None


def figure(amount):
    """Return an amount as it is written by hand: « 2 », « ½ », « 1½ »."""
    whole = int(amount)
    return f"{whole or ''}{HALF}" if amount != whole else str(whole)


def amount(text):
    """Return what was typed (« 2 », « 0,5 », « ½ », « 1½ », « 1/2 ») as a number, 0 for nothing; -1 for anything else."""
    text = text.strip().replace(" ", "").replace("1/2", HALF).replace(",", ".")
    whole, half, after = text.partition(HALF)
    try:
        return -1 if after or (half and "." in whole) else float(whole or 0) + (0.5 if half else 0)
    except ValueError:
        return -1

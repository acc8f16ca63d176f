"""People with their pages open: what each hears of an act, and whether a reload would show the very same."""

from tests.people import told

PLACES = {
    ("patient", "prescriptions"): ("/patient/", "/patient/prescriptions"),
    ("patient", "prescription_details"): ("/patient/prescriptions/{id}",),
    ("patient", "access_log_lines"): ("/patient/access-log",),
    ("doctor", "prescriptions"): ("/doctor/", "/doctor/prescriptions"),
    ("doctor", "prescription_details"): ("/doctor/prescriptions/{id}",),
    ("pharmacist", "prescriptions"): ("/pharmacist/",),
    ("pharmacist", "prescription_details"): ("/pharmacist/prescriptions/{id}",),
    ("pharmacist", "stock_items"): ("/pharmacist/stock", "/pharmacist/stock/{id}"),
}  # where each role sees the things of each list


class Screens:
    """The browsers and live connections of some of the cast."""

    def __init__(self, cast, as_, listening, names):
        self.roles = {name: getattr(cast, name).role.value for name in names}
        self.browsers = {name: as_(name) for name in names}
        self.ears = {name: listening(self.browsers[name]) for name in names}
        self.news()

    def news(self):
        """Return {name: frames} of everyone who heard something since they were last asked."""
        frames = {name: told(ear) for name, ear in self.ears.items()}
        return {name: heard for name, heard in frames.items() if heard}

    def after(self, act):
        """Run `act`; return {name: frames} after checking that every page reloads to what those frames made of it."""
        act()
        news = self.news()
        for name, frames in news.items():
            for swap in last_swaps(frames):
                self.shows(name, swap)
        self.news()  # what looking at the pages told
        return news

    def shows(self, name, swap):
        """Fail unless a reload of the pages of `name` shows what this swap says, or no longer shows what it took away."""
        id = swap["target"].rsplit("_", 1)[1]
        places = ("/notifications",) if swap["list"] == "notifications" else PLACES[self.roles[name], swap["list"]]
        for place in places:
            if "of" in swap:
                continue
            page = self.browsers[name].get(place.format(id=id))
            if swap["html"]:
                assert swap["html"] in page.text, f"{name} {place}"
            else:
                assert page.status_code == 404 or f'id="{swap["target"]}"' not in page.text, f"{name} {place}"


def last_swaps(frames):
    """Return the newest swap of each target: an older one showed what is no longer so."""
    return {swap["target"]: swap for frame in frames for swap in frame["swaps"]}.values()


def kinds(news):
    """Return {name: [event type, or "void"]}."""
    return {name: ["void" if frame.get("void") else frame["type"] for frame in frames] for name, frames in news.items()}

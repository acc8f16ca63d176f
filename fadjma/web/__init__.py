"""HTTP for people: one blueprint a role, the guards before them, the words they show."""

from . import addresses, assets, devices, errors, guards, headers, labels, languages, posology


def init_app(app):
    """Register the pages on `app`."""
    from . import account, auth, duties, health, home, lock, notifications, push_subscriptions, shell, verification

    for part in (addresses, assets, devices, guards, headers, labels, languages, posology, errors):
        part.init_app(app)
    for module in (home, auth, lock, account, notifications, health, duties, verification, shell, push_subscriptions):
        app.register_blueprint(module.blueprint)
    if app.config["FADJMA_ENV"] == "development":
        from . import styleguide

        app.register_blueprint(styleguide.blueprint)
    _register_roles(app)


def _register_roles(app):
    from . import admin, doctor, patient, pharmacist

    for package in (patient, doctor, pharmacist, admin):
        app.register_blueprint(package.blueprint, url_prefix=f"/{package.blueprint.name}")

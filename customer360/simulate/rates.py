"""How messy the simulated retailer is: every rate, its default and what it means."""

import difflib
from dataclasses import dataclass, fields, replace

from customer360.simulate.errors import SimulateError


@dataclass(frozen=True)
class Rates:
    """Shares in [0, 1]; docs/simulator.md lists them.

    Identity: who shares, mistypes or never gives what would tell who they are.
    Data: what goes wrong between a business system and the landing.
    """

    # people who share their e-mail address, their phone, or both with their household
    shared_contact_details: float = 0.08
    # people whose card is also paid with by another of the household
    shared_payment_token: float = 0.03
    # people with a second card of their own
    second_payment_token: float = 0.3
    # people with a second e-mail address, and how often, typing one, they type that
    second_email: float = 0.1
    second_email_typed: float = 0.15
    # e-mail addresses typed with an error, of those typed by hand
    email_typo: float = 0.02
    # people whose phone number was another's, who has left, before
    recycled_phone: float = 0.01
    # people with a second contact in the CRM
    duplicate_contact: float = 0.05
    # people with one more contact, under another e-mail address, which no order or
    # account ties to the rest: only who they say they are does
    keyless_contact: float = 0.0
    # of those, the ones with an error in the first or the last name
    mistyped_name: float = 0.1
    # account holders who make a second account, and use it alone from then on
    second_account: float = 0.01
    # card holders who lose their loyalty card and get another number
    replaced_card: float = 0.01
    # second contacts under another first name: a nickname, a middle name
    nickname_contact: float = 0.1
    # contacts with the birth date a form or a clerk fills in: 1 January 1900 or 1970
    default_birth_date: float = 0.02
    # people with a second browser
    second_browser: float = 0.35
    # browsers and apps with a second cookie, and of those with a third
    second_cookie: float = 0.35
    # devices that never log in, and those that do only after some sessions
    login_never: float = 0.25
    login_late: float = 0.5
    # online orders of account holders placed as a guest, with an e-mail address alone
    guest_order: float = 0.15
    # till receipts paid in cash without card, e-mail or phone: nobody's
    cash_sale: float = 0.08
    # receipts with the store's own address in place of the customer's
    default_receipt_email: float = 0.02
    # browsing sessions at a store's kiosk, one cookie used by hundreds
    kiosk_session: float = 0.01
    # looked up on a store's tablet: one cookie, the e-mail addresses of hundreds
    tablet_session: float = 0.005
    # page views by bots, and test accounts per customer
    bot_event: float = 0.02
    test_account: float = 0.0005
    # contacts changed later (a new version), and deleted at the end
    contact_change: float = 0.1
    deleted_contact: float = 0.01
    # products that get another price, and costs of advertising corrected later
    product_change: float = 0.1
    ad_spend_correction: float = 0.05
    # people who pay in another currency
    foreign_currency: float = 0.02
    # orders preceded by one that was cancelled; orders given back, in part or whole
    cancelled_order: float = 0.03
    returned_order: float = 0.05
    # records sent twice, and sent twice with another content
    duplicate_record: float = 0.01
    disputed_record: float = 0.001
    # records that come up to 30 days late
    late_record: float = 0.03
    # optional values left out
    missing_value: float = 0.02
    # broken copies, which landing quarantines
    spoiled_record: float = 0.0003
    # whether one day's receipts and their lines come a week late: the share that does
    week_late_file: float = 1.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0.0 <= value <= 1.0:
                raise SimulateError(
                    f"The rate {field.name} is {value:g}: it must be between 0 and 1."
                )


def with_settings(rates: Rates, settings: list[str]) -> Rates:
    """Return rates changed by texts `name=value`; raise where one names no rate."""
    names = [field.name for field in fields(Rates)]
    changes: dict[str, float] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        name = name.strip()
        if name not in names:
            close = difflib.get_close_matches(name, names, 3, 0.5)
            hint = f"Did you mean {' or '.join(close)}?" if close else ", ".join(names)
            raise SimulateError(f"--set {setting}: there is no rate {name!r}. {hint}")
        try:
            changes[name] = float(text)
        except ValueError as error:
            raise SimulateError(
                f"--set {setting}: say a number, e.g. --set {name}=0.1."
            ) from error
    return replace(rates, **changes)

"""Every operation of the application, from its own map of addresses, and addresses filled with objects of the city.

A new operation is covered by being registered; a new kind of id has to be named in TABLES.
"""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from linli.platform.web.marks import Entrance, Operation

SAFE = {"GET"}
# Which table holds what an id in an address names. `item_id` depends on what it hangs on.
TABLES = {
    "block_id": "report_block", "appeal_id": "block_appeal",
    "data_set_id": "data_set", "edition_id": "catalogue_edition",
    "rating_plan_id": "rating_plan", "visit_id": "rating_visit", "visit_photo_id": "visit_photo", "rating_file_id": "attachment",
    "settlement_id": "handover", "sent_id": "sent_reading", "return_id": "prepaid_return",
    "deposit_id": "deposit", "deposit_settlement_id": "deposit_settlement", "payment_link_id": "payment_link", "fund_project_id": "fund_project",
    "share_id": "prize_share", "measure_id": "measure", "takeover_id": "takeover",
    "account_id": "account", "announcement_id": "announcement", "ballot_id": "ballot", "bill_id": "bill",
    "building_id": "building", "change_id": "register_change", "claim_id": "claim",
    "contract_id": "service_contract", "delivery_id": "webhook_delivery", "difference_id": "governance_difference", "parcel_id": "governance_parcel", "export_id": "export",
    "grant_id": "role_grant", "invitation_id": "invitation", "message_id": "message", "order_id": "payment_order",
    "owner_id": "owner", "part_id": "ticket_part", "photo_id": "attachment", "place_id": "common_place", "incident_id": "incident", "receipt_id": "receipt", "resident_id": "resident",
    "roster_id": "roster", "survey_id": "survey", "text_id": "survey_text", "proxy_id": "vote_proxy", "sheet_id": "paper_ballot", "batch_id": "paper_batch", "record_id": "ballot_delivery", "run_id": "bill_run", "session_id": "session", "term_id": "committee_term", "ticket_id": "ticket", "unit_id": "unit",
    "file_id": "attachment", "objection_id": "objection", "task_id": "resolution_task",
    "candidacy_id": "candidacy", "complaint_id": "candidate_objection", "disclosure_id": "disclosure",
    "entry_id": "common_entry", "common_id": "common_disclosure", "question_id": "common_question",
    "agreement_id": "escrow_agreement", "period_id": "book_period", "reopening_id": "period_reopening", "invoice_id": "invoice_request", "payment_id": "payment",
    "cost_id": "shared_cost", "draft_id": "bill_draft", "old_id": "old_bills", "price_change_id": "fee_change",
    "template_id": "announcement_template", "roll_call_id": "roll_call", "posting_id": "board_item",
    "company_complaint_id": "complaint", "decoration_id": "decoration", "equipment_id": "equipment",
    "finding_id": "decoration_finding", "statement_id": "company_statement", "round_id": "satisfaction_round", "credit_id": "credit_item", "listed_id": "list_entry", "company_id": "company",
    "force_id": "task_force", "reply_id": "reply_template", "banner_id": "banner", "filter_id": "saved_filter", "checklist_id": "checklist", "relief_id": "relief", "quote_id": "repair_quote", "plan_id": "arrears_plan", "window_id": "reading_window",
    "election_id": "election", "handover_id": "handover_item", "line_id": "disclosure_line",
    "meeting_id": "committee_meeting", "recall_id": "recall", "roll_objection_id": "roll_objection",
    "member_id": "committee_member", "case_id": "moderation_case", "proposal_id": "proposal",
    "rule_text_id": "rule_text", "topic_id": "topic", "voiding_id": "voiding", "inspection_id": "inspection", "vote_id": "vote", "webhook_id": "webhook_subscription", "year": "score_sheet",
}  # fmt: skip
# What other parts of an address may say.
WORDS = {
    "fact": ["people.activated"], "page_number": ["1"], "scale": ["election_2024"],
    "settlement_code": ["of-nobody"], "area": ["A"], "month": ["2026-02"], "category": ["common.gate"], "channel": ["sandbox"], "merchant": ["sandbox"], "name": ["tickets", "fees.grace_days"],
    "key": ["q1"], "link": ["of-nobody"], "voter_no": ["V1"], "template": ["use_fund"], "row": ["2"], "place": ["1"], "sheet": ["0"], "way": ["roster"], "form": ["json"],
    "service_code": ["common.gate"], "service_request_id": ["1"], "token": ["1"], "filename": ["site.webmanifest"],
}  # fmt: skip
# Where an object lies under another, its row says which.
PARENTS = {
    ("decoration_finding", "decoration_id"): "decoration_id",
    ("repair_quote", "ticket_id"): "ticket_id",
    ("attachment", "relief_id"): "object_id", ("attachment", "price_change_id"): "object_id",
    ("disclosure_line", "disclosure_id"): "disclosure_id",
    ("ballot", "vote_id"): "vote_id", ("survey_text", "survey_id"): "survey_id", ("vote_item", "vote_id"): "vote_id",
    ("webhook_delivery", "webhook_id"): "subscription_id", ("attachment", "claim_id"): "object_id",
    ("topic_comment", "topic_id"): "topic_id", ("objection", "vote_id"): "vote_id", ("vote_proxy", "vote_id"): "vote_id",
    ("paper_ballot", "vote_id"): "vote_id", ("paper_batch", "vote_id"): "vote_id", ("ballot_delivery", "vote_id"): "vote_id", ("ballot_delivery", "voter_no"): "voter_no",
    ("inspection", "vote_id"): "vote_id", ("roll_objection", "vote_id"): "vote_id", ("resolution_task", "vote_id"): "vote_id",
}  # fmt: skip
GHOST = uuid.UUID("01990000-0000-7000-8000-00000000dead")


@dataclass(frozen=True)
class Route:
    """One method of one address, with what its view said about itself."""

    method: str
    rule: str
    endpoint: str
    arguments: tuple[str, ...]
    operation: Operation

    def __str__(self):
        return f"{self.method} {re.sub(r'<(?:[^:>]+:)?', '<', self.rule)}"

    @property
    def api(self):
        return self.rule.startswith("/api/")

    @property
    def public(self):
        return self.operation.entrance is Entrance.PUBLIC

    def fill(self, values: dict[str, Any]) -> str:
        """The address with these ids."""
        return re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: str(values[found[1]]), self.rule)

    def table(self) -> str | None:
        """The table of what the address names last."""
        last = [name for name in self.arguments if name in TABLES or name == "item_id"]
        if not last:
            return None
        if last[-1] == "item_id":
            return "vote_item" if "vote_id" in self.arguments else "fee_item"
        if last[-1] == "message_id" and "dead-letters" in self.rule:
            return "outbox_message"
        if last[-1] == "objection_id" and "candidate-objections" in self.rule:
            return "candidate_objection"
        return TABLES[last[-1]]


def unnamed(found):
    """Parts of addresses of which nobody has said here what they name."""
    told = {*TABLES, *WORDS, "estate_id", "item_id", "number", "code", "region_id"}
    return {name for route in found for name in route.arguments} - told


def routes(app, *, api=None):
    """Every marked operation, those of the API or the pages only where said so."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        operation = getattr(app.view_functions[rule.endpoint], "operation", None)
        if operation is None or (api is not None and rule.rule.startswith("/api/") is not api):
            continue
        arguments = tuple(re.findall(r"<(?:[^:>]+:)?(\w+)>", rule.rule))
        found += [
            Route(method, rule.rule, rule.endpoint, arguments, operation)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]
    return found


def fillings(route, side, *, most=4):
    """Ids of the side's own objects for an address: one set for each object of the kind that it names."""
    base = {"estate_id": side.estate_id} | {name: WORDS[name][0] for name in route.arguments if name in WORDS}
    base |= dict.fromkeys(unnamed([route]), GHOST)
    if "/papers/" in route.rule:
        base["name"] = "notice"
    base |= {
        "region_id": GHOST,
        "number": _first(side, "payment_order", "number"),
        "code": _first(side, "receipt", "code"),
        "account_id": side.accounts["property_worker"],
        "roll_call_id": _first(side, "roll_call", "id"),
        "settlement_code": _first(side, "handover", "code"),
    }
    if "/self-report" in route.rule:
        base["code"] = "B01"
    table = route.table()
    if table is None or table == "account":
        return [base]
    last = [name for name in route.arguments if name in TABLES or name == "item_id"][-1]
    made = []
    for row in side.objects[table]:
        values = base | {last: row["year"] if last == "year" else row["id"]}
        for (child, argument), column in PARENTS.items():
            if child == table and argument in route.arguments:
                values[argument] = row[column]
        if _serves(route, side, table, row, values):
            made.append(values)
    return made[:most]


def _serves(route, side, table, row, values):  # noqa: C901, PLR0911, PLR0912 - a list of cases
    """Whether a row of the table is one that this address can name; `values` may gain ids above it."""
    if "/key" in route.rule:
        return row.get("mode") == "secret"
    if table == "outbox_message":
        return row["state"] == "dead"
    if table == "catalogue_edition":
        values["code"] = "A" if "/areas/" in route.rule else "B04"
    if "scale" in route.arguments and "region_id" in route.arguments:
        values["region_id"] = side.objects["estate"][0]["community_id"]
    if table == "ticket_part":
        values["ticket_id"] = row["ticket_id"]
    if route.rule.endswith(("/escalate", "/parts")):
        return row["addressee"] == "township"
    if route.rule.endswith("/later"):
        return any(one["ticket_id"] == row["id"] for one in side.objects["later_question"])
    if route.rule.endswith("/all-clear"):
        return any(one["announcement_id"] == row["id"] for one in side.objects["outage"])
    if table == "attachment":
        return _fits(route, side, row, values)
    if table == "score_sheet" and "/stars/" in route.rule:
        return row["state"] == "confirmed"
    if table == "score_sheet" and re.search(
        r"/(course|self-report|appeal|preliminary)|^/p/estates/", route.rule
    ):
        return _in_course(route, row)
    if table == "webhook_subscription":
        return ("estate_id" in route.arguments) is (row["estate_id"] is not None)
    if table == "webhook_delivery":
        hook = next(
            one for one in side.objects["webhook_subscription"] if one["id"] == row["subscription_id"]
        )
        return ("estate_id" in route.arguments) is (hook["estate_id"] is not None)
    return True


def _in_course(route, row):
    """Whether a sheet's year is assessed by plan, and published where the address asks for it."""
    public = route.rule.endswith("/appeal") or route.public
    return row["plan_id"] is not None and (not public or row["state"] == "preliminary")


def _of_a_vote(route, side, row):
    """The ids above a file of a vote, where it hangs on what the address names."""
    if "objection_id" in route.arguments:
        found = _one(side, "objection", row["object_id"])
        return {"objection_id": found["id"], "vote_id": found["vote_id"]} if found else {}
    if "task_id" in route.arguments:
        entry = _one(side, "task_entry", row["object_id"])
        found = entry and _one(side, "resolution_task", entry["task_id"])
        return {"task_id": found["id"], "vote_id": found["vote_id"]} if found else {}
    if "proxy_id" in route.arguments:
        found = _one(side, "vote_proxy", row["object_id"])
        return {"proxy_id": found["id"], "vote_id": found["vote_id"]} if found else {}
    if "record_id" in route.arguments:
        found = _one(side, "ballot_delivery", row["object_id"])
        return {"record_id": found["id"], "vote_id": found["vote_id"]} if found else {}
    found = _one(side, "paper_ballot" if "/paper/" in route.rule else "revocation", row["object_id"])
    return {"vote_id": found["vote_id"]} if found else {}


def _one(side, table, row_id):
    return next((one for one in side.objects[table] if one["id"] == row_id), None)


def _fits(route, side, row, values):  # noqa: C901, PLR0911, PLR0912 - a list of cases
    """Photos of claims hang on the claim, those of tickets on one of its events; files of votes on what they prove."""
    if "rating_file_id" in route.arguments:
        return row["object_kind"] in {"self_report", "rating_appeal"}
    if "line_id" in route.arguments:
        values["line_id"] = row["object_id"]
        return row["object_kind"] == "disclosure_line"
    if "/pages" in route.rule:
        values["announcement_id"] = row["object_id"]
        return any(
            (one["object_kind"], one["object_id"]) == ("announcement_scan", row["id"])
            for one in side.objects["attachment"]
        )
    for name, kinds in (
        ("relief_id", {"relief"}),
        ("entry_id", {"common_voucher"}),
        ("invoice_id", {"invoice"}),
        ("payment_id", {"payment_voucher"}),
        ("price_change_id", {"fee_change_audit", "fee_change_plan"}),
        ("announcement_id", {"announcement"}),
        ("company_complaint_id", {"complaint"}),
        ("credit_id", {"credit_item"}),
    ):
        if name in route.arguments:
            values[name] = row["object_id"]
            return row["object_kind"] in kinds
    for name, holder in (
        ("equipment_id", "upkeep_record"),
        ("decoration_id", "decoration_visit"),
        ("deposit_id", "deposit_settlement"),
    ):
        if name in route.arguments:
            found = _one(side, holder, row["object_id"])
            values |= {name: found[name]} if found else {}
            return found is not None
    if "posting_id" in route.arguments:
        values |= (
            {"posting_id": proof["item_id"]} if (proof := _one(side, "board_proof", row["object_id"])) else {}
        )
        return "posting_id" in values
    if "topic_id" in route.arguments:
        values["topic_id"] = row["object_id"]
        return row["object_kind"] == "topic"
    if "vote_id" in route.arguments:
        values |= _of_a_vote(route, side, row)
        return "vote_id" in values
    if "claim_id" in route.arguments:
        return row["object_kind"] == "claim"
    if "ticket_id" in route.arguments and row["object_kind"] not in {"claim", "roster"}:
        event = next((one for one in side.objects["ticket_event"] if one["id"] == row["object_id"]), None)
        if event:
            values["ticket_id"] = event["ticket_id"]
        return event is not None
    return False


def _first(side, table, column):
    return next((row[column] for row in side.objects[table] if row.get(column)), "none")


def strangers(route, here, there):
    """Sets of ids that name what is not ours: wholly another estate's, and ours above with theirs below."""
    theirs = fillings(route, there, most=1)
    if not theirs or not _names_something(route) or route.arguments == ("year",):  # a year is everybody's
        return []
    made = [theirs[0]]
    ours = fillings(route, here, most=1)
    below = [name for name in route.arguments if name in TABLES or name == "item_id"]
    if "estate_id" in route.arguments and below and ours and "year" not in below:  # a year is no id
        made.append(theirs[0] | {"estate_id": here.estate_id})
    return made


def ghosts(route, here):
    """The same address with ids that never were."""
    ids = fillings(route, here, most=1)
    words = {name: WORDS[name][0] for name in route.arguments if name in WORDS}
    base = ids[0] if ids else {"estate_id": here.estate_id} | words
    never = {
        name: 1999 if name == "year" else GHOST
        for name in route.arguments
        if name in TABLES or name == "item_id"
    }
    made = [base | never | ({"estate_id": GHOST} if "estate_id" in route.arguments else {})]
    if "estate_id" in route.arguments and never:
        made.append(base | never)
    return made


def _names_something(route):
    return "estate_id" in route.arguments or route.table() is not None

"""Every page of the product: its endpoint, who looks at it, and its address with names of the city's ids in it."""

from dataclasses import dataclass

from tests.browser.no_pages import NO_PAGES
from tests.browser.pages_rated import RATED

OFFICER, CASHIER, MANAGER = "community_officer", "property_cashier", "property_manager"
_E, _WORK = "/e/{estate}", "/work/e/{estate}"
_PAPER = f"{_WORK}/votes/{{open_vote}}/paper"

__all__ = ["EVERY", "NO_PAGES", "PAGES", "addresses"]
# endpoint: (who, address); a page that looks different to others has several
PAGES = RATED | {
    "account_pages.acting": [("owner", "/me/acting"), (OFFICER, "/me/acting")],
    "account_pages.close": [("owner", "/me/close")],
    "account_pages.me": [("owner", "/me"), ("newcomer", "/me"), (MANAGER, "/me")],
    "account_pages.offline": [("", "/offline")],
    "account_pages.second_factor": [(MANAGER, "/me/second-factor")],
    "account_pages.setup": [("", "/setup")],
    "account_pages.show_sign_in": [("", "/sign-in")],
    "account_pages.staff_sign_in": [("", "/sign-in/staff")],
    "board_pages.show_board": [("county_officer", "/work/board"), ("auditor", "/work/board")],
    "care_pages.show_retention": [("auditor", "/work/retention")],
    "committees_console.desk": [(OFFICER, f"{_WORK}/committee"), ("committee_member", f"{_WORK}/committee")],
    "committees_console.new_term": [(OFFICER, f"{_WORK}/committee/terms/new")],
    "committees_console.show_papers": [(OFFICER, f"{_WORK}/committee/terms/{{committee_term}}/papers")],
    "committees_meetings_console.list_meetings": [("committee_member", f"{_WORK}/committee/meetings")],
    "committees_meetings_console.new_meeting": [("committee_member", f"{_WORK}/committee/meetings/new")],
    "committees_meetings_console.show_meeting": [
        ("committee_member", f"{_WORK}/committee/meetings/{{committee_meeting}}")
    ],
    "committees_pages.list_disclosures": [("owner", f"{_E}/committee/disclosures")],
    "committees_pages.list_meetings": [("owner", f"{_E}/committee/meetings")],
    "committees_pages.list_seal": [("owner", f"{_E}/committee/seal")],
    "committees_pages.read": [("owner", f"{_E}/committee")],
    "committees_pages.show_disclosure": [("owner", f"{_E}/committee/disclosures/{{committee_accounts}}")],
    "committees_pages.show_meeting": [("owner", f"{_E}/committee/meetings/{{committee_minutes}}")],
    "committees_pages.show_public": [("", "/p/committees/{estate}")],
    "committees_papers_console.list_disclosures": [("committee_member", f"{_WORK}/committee/disclosures")],
    "committees_papers_console.new_disclosure": [("committee_member", f"{_WORK}/committee/disclosures/new")],
    "committees_papers_console.show_disclosure": [
        ("committee_member", f"{_WORK}/committee/disclosures/{{committee_account}}")
    ],
    "committees_papers_console.show_seal": [("committee_member", f"{_WORK}/committee/seal")],
    "deliberation_console.conversion_form": [(OFFICER, f"{_WORK}/topics/{{topic}}/conversion")],
    "deliberation_console.list_cases": [(OFFICER, f"{_WORK}/moderation")],
    "deliberation_console.list_topics": [(OFFICER, f"{_WORK}/topics"), ("committee_member", f"{_WORK}/topics")],
    "deliberation_console.show_case": [(OFFICER, f"{_WORK}/moderation/{{case}}")],
    "deliberation_console.show_topic": [(OFFICER, f"{_WORK}/topics/{{topic}}")],
    "deliberation_own_pages.report_form": [("owner", f"{_E}/topics/{{topic}}/report")],
    "deliberation_own_pages.show_case": [("owner", f"{_E}/moderation/{{case}}")],
    "deliberation_own_pages.show_digest": [("owner", f"{_E}/topics/digest")],
    "deliberation_pages.list_topics": [("owner", f"{_E}/topics")],
    "deliberation_pages.new_topic": [("owner", f"{_E}/topics/new")],
    "deliberation_pages.show_name": [("owner", f"{_E}/my-name")],
    "deliberation_pages.show_topic": [("owner", f"{_E}/topics/{{topic}}")],
    "deliberation_proposals_console.conversion_form": [(OFFICER, f"{_WORK}/proposals/{{proposal}}/conversion")],
    "deliberation_proposals_console.list_proposals": [(OFFICER, f"{_WORK}/proposals")],
    "deliberation_proposals_console.list_signatures": [(OFFICER, f"{_WORK}/proposals/{{proposal}}/signatures")],
    "deliberation_proposals_console.show_proposal": [(OFFICER, f"{_WORK}/proposals/{{proposal}}")],
    "deliberation_proposals_pages.list_proposals": [("owner", f"{_E}/proposals")],
    "deliberation_proposals_pages.new_proposal": [("owner", f"{_E}/proposals/new")],
    "deliberation_proposals_pages.show_proposal": [("owner", f"{_E}/proposals/{{proposal}}")],
    "deliberation_rules_pages.compare": [("owner", f"{_E}/rules/{{rule_text}}/comparison")],
    "deliberation_rules_pages.edit_text": [(OFFICER, f"{_WORK}/rules/{{rule_text}}")],
    "deliberation_rules_pages.list_drafts": [(OFFICER, f"{_WORK}/rules")],
    "deliberation_rules_pages.list_texts": [("owner", f"{_E}/rules")],
    "deliberation_rules_pages.new_text": [(OFFICER, f"{_WORK}/rules/new")],
    "deliberation_rules_pages.show_text": [("owner", f"{_E}/rules/{{rule_text}}")],
    "docs_api": [("", "/docs/api")],
    "docs_api_of": [("", "/docs/api/rating")],
    "docs_errors": [("", "/docs/errors")],
    "estates_pages.list_estates": [("street_officer", "/work/estates"), ("city_officer", "/work/estates")],
    "estates_pages.show_estate": [(OFFICER, f"{_WORK}/"), ("committee_member", f"{_WORK}/")],
    "exports_pages.show": [(MANAGER, f"{_WORK}/exports")],
    "fees_arrears_console.list_arrears": [(CASHIER, f"{_WORK}/fees/arrears")],
    "fees_arrears_console.rate_bills": [(CASHIER, f"{_WORK}/fees/rates/bills?since_on=2026-01-01&until_on=2026-12-31")],
    "fees_arrears_console.show_debtor": [(CASHIER, f"{_WORK}/fees/arrears/{{unit}}")],
    "fees_arrears_console.show_dispute": [(CASHIER, f"{_WORK}/fees/bills/{{bill}}/dispute")],
    "fees_arrears_console.show_rates": [(CASHIER, f"{_WORK}/fees/rates")],
    "fees_arrears_console.show_statement": [(CASHIER, f"{_WORK}/fees/statements/{{unit}}")],
    "fees_arrears_pages.dispute_form": [("owner", f"{_E}/bills/{{bill}}/dispute")],
    "fees_arrears_pages.show_statement": [("owner", f"{_E}/bills/statement")],
    "fees_changes_console.list_changes": [(MANAGER, f"{_WORK}/fees/changes")],
    "fees_changes_console.show_one": [(MANAGER, f"{_WORK}/fees/changes/{{fee_change}}")],
    "fees_console.desk": [(CASHIER, f"{_WORK}/fees")],
    "fees_console.list_bills": [(CASHIER, f"{_WORK}/fees/bills"), (CASHIER, f"{_WORK}/fees/bills?overdue=true")],
    "fees_console.new_item": [(CASHIER, f"{_WORK}/fees/items/new")],
    "fees_console.new_run": [(CASHIER, f"{_WORK}/fees/runs/new")],
    "fees_console.show_bill": [(CASHIER, f"{_WORK}/fees/bills/{{bill}}")],
    "fees_console.show_item": [(CASHIER, f"{_WORK}/fees/items/{{item}}")],
    "fees_console.show_run": [(CASHIER, f"{_WORK}/fees/runs/{{run}}")],
    "fees_handovers.list_handovers": [(CASHIER, f"{_WORK}/fees/handovers")],
    "fees_handovers.open_by_code": [("", "/p/handovers/{settlement_code}")],
    "fees_handovers.show_one": [(CASHIER, f"{_WORK}/fees/handovers/{{settlement}}")],
    "fees_own_readings.list_own": [("owner", f"{_E}/bills/meters")],
    "fees_pages.cart": [("owner", f"{_E}/bills"), ("tenant", f"{_E}/bills")],
    "fees_pages.paid": [("owner", f"{_E}/bills/paid")],
    "fees_pages.show_bill": [("owner", f"{_E}/bills/{{bill}}")],
    "fees_plans.list_plans": [(CASHIER, f"{_WORK}/fees/arrears/{{unit}}/plans")],
    "fees_plans.show_plan": [("owner", f"{_E}/bills/plans/{{arrears_plan}}")],
    "fees_preparing_console.list_meters": [(CASHIER, f"{_WORK}/fees/meters")],
    "fees_preparing_console.list_old": [(CASHIER, f"{_WORK}/fees/old")],
    "fees_preparing_console.show_draft": [(CASHIER, f"{_WORK}/fees/drafts/{{bill_draft}}")],
    "fees_preparing_console.show_old": [(CASHIER, f"{_WORK}/fees/old/{{old_bills}}")],
    "fees_preparing_console.show_window": [(CASHIER, f"{_WORK}/fees/windows/{{window}}")],
    "fees_rates.show_rates": [
        ("company_head", "/work/collection-rates"), ("county_officer", "/work/collection-rates")
    ],
    "fees_shared_console.list_costs": [(CASHIER, f"{_WORK}/fees/costs")],
    "fees_shared_console.list_reliefs": [(CASHIER, f"{_WORK}/fees/reliefs")],
    "fees_shared_console.new_cost": [(CASHIER, f"{_WORK}/fees/costs/new")],
    "fees_shared_console.new_relief": [(CASHIER, f"{_WORK}/fees/reliefs/new")],
    "fees_shared_console.show_cost": [(CASHIER, f"{_WORK}/fees/costs/{{cost}}")],
    "fees_shared_console.show_relief": [(CASHIER, f"{_WORK}/fees/reliefs/{{relief}}")],
    "fees_shared_pages.list_costs": [("owner", f"{_E}/bills/shared")],
    "fees_shared_pages.show_change": [("owner", f"{_E}/bills/changes/{{fee_change}}")],
    "fees_shared_pages.show_cost": [("owner", f"{_E}/bills/shared/{{published_cost}}")],
    "notices_banners.show": [("county_officer", "/work/banners"), (OFFICER, "/work/banners")],
    "notices_console.console": [(OFFICER, f"{_WORK}/notices")],
    "notices_announcements.list_announcements": [("owner", f"{_E}/notices")],
    "notices_pages.messages_of_owner": [(OFFICER, f"{_WORK}/owners/{{owner}}/messages")],
    "notices_pages.my_messages": [("owner", "/me/messages"), ("newcomer", "/me/messages")],
    "notices_announcements.show_announcement": [("owner", f"{_E}/notices/{{announcement}}"), ("owner", f"{_E}/notices/{{urgent}}")],
    "notices_console.list_templates": [(OFFICER, f"{_WORK}/notice-templates")],
    "notices_console.show": [(OFFICER, f"{_WORK}/notices/{{announcement}}")],
    "notices_console.start": [(OFFICER, f"{_WORK}/notices/new")],
    "notices_rollcalls.ask": [("owner", f"{_E}/roll-calls/{{roll_call}}")],
    "notices_rollcalls.list_calls": [(OFFICER, f"{_WORK}/roll-calls")],
    "notices_rollcalls.list_homes": [(OFFICER, f"{_WORK}/roll-calls/{{roll_call}}/homes?state=silent")],
    "notices_rollcalls.show": [(OFFICER, f"{_WORK}/roll-calls/{{roll_call}}")],
    "notices_rollcalls.start": [(OFFICER, f"{_WORK}/roll-calls/new")],
    "posting_pages.console": [(OFFICER, f"{_WORK}/board")],
    "posting_pages.read": [("owner", f"{_E}/board")],
    "posting_pages.read_item": [("owner", f"{_E}/board/{{posting}}")],
    "posting_pages.show": [(OFFICER, f"{_WORK}/board/{{posting}}")],
    "notices_outages.start": [(OFFICER, f"{_WORK}/outages/new")],
    "notices_pages.show_message": [("owner", "/me/messages/{message}")],
    "notices_pages.show_preferences": [("owner", "/me/messages/preferences")],
    "payments_balance.prepay_form": [("owner", f"{_E}/balance/prepay")],
    "payments_balance.refund_form": [("owner", f"{_E}/balance/refund")],
    "payments_balance.show": [("owner", f"{_E}/balance")],
    "payments_books.show_books": [(CASHIER, f"{_WORK}/fees/books")],
    "payments_commons.list_entries": [
        (CASHIER, f"{_WORK}/common-income"),
        ("committee_member", f"{_WORK}/common-income?side=income"),
    ],
    "payments_commons.new_entry": [(CASHIER, f"{_WORK}/common-income/new")],
    "payments_commons.show_entry": [
        (CASHIER, f"{_WORK}/common-income/{{common_entry}}"),
        ("committee_member", f"{_WORK}/common-income/{{common_late}}"),
    ],
    "payments_commons_pages.list_accounts": [("owner", f"{_E}/common-income")],
    "payments_commons_pages.show_accounts": [("owner", f"{_E}/common-income/{{common_accounts}}")],
    "payments_commons_pages.show_entry": [("owner", f"{_E}/common-income/entries/{{common_entry}}")],
    "payments_escrow.show_agreements": [("owner", f"{_E}/common-income/escrow")],
    "payments_escrow_console.list_agreements": [(MANAGER, f"{_WORK}/common-income/escrow")],
    "payments_payees.show_days": [(CASHIER, f"{_WORK}/fees/payees")],
    "fund_console.list_projects": [(MANAGER, f"{_WORK}/fund")],
    "fund_console.show": [(MANAGER, f"{_WORK}/fund/{{fund_project}}")],
    "fund_pages.list_projects": [("owner", f"{_E}/fund")],
    "fund_pages.show": [("owner", f"{_E}/fund/{{fund_project}}")],
    "payments_deposits.list_deposits": [(CASHIER, f"{_WORK}/fees/deposits")],
    "payments_deposits.show": [
        (CASHIER, f"{_WORK}/fees/deposits/{{deposit}}"),
        (MANAGER, f"{_WORK}/fees/deposits/{{held_deposit}}"),
    ],
    "payments_deposits_pages.show": [("owner", f"{_E}/deposits")],
    "payments_links.choose": [("owner", f"{_E}/payments/links")],
    "payments_links_public.show": [("", "/p/pay/{pay_token}")],
    "payments_links_public.result": [("", "/p/pay/{pay_token}/{pay_order}")],
    "payments_returns.list_prepaid": [(MANAGER, f"{_WORK}/fees/prepaid")],
    "payments_invoices.list_own": [("owner", f"{_E}/invoices")],
    "payments_invoices.list_queue": [(CASHIER, f"{_WORK}/fees/invoices")],
    "payments_invoices.show_one": [
        (CASHIER, f"{_WORK}/fees/invoices/{{{which}}}") for which in ("invoice", "issued_invoice")
    ],
    "payments_invoices.show_own": [("owner", f"{_E}/invoices/{{issued_invoice}}")],
    "payments_periods.open_month": [(CASHIER, f"{_WORK}/fees/periods/2020-01")],
    "payments_periods.open_months": [(CASHIER, f"{_WORK}/fees/periods")],
    "payments_slips.show_voucher": [(CASHIER, f"{_WORK}/fees/vouchers/{{desk_payment}}")],
    "payments_console.open_desk": [(CASHIER, f"{_WORK}/fees/desk"), (CASHIER, f"{_WORK}/fees/desk?search=1")],
    "payments_refunds.list_work": [(CASHIER, f"{_WORK}/fees/refunds")],
    "payments_reconciliation.open_days": [(CASHIER, f"{_WORK}/fees/reconciliation")],
    "payments_closing.open_closing": [(CASHIER, f"{_WORK}/fees/closings")],
    "payments_console.takings": [(CASHIER, f"{_WORK}/fees/takings")],
    "payments_pages.check": [("owner", f"{_E}/payments/new?bill={{bill}}")],
    "payments_pages.receipt": [(CASHIER, f"{_E}/receipts/{{receipt}}")],
    "payments_pages.result": [("owner", f"{_E}/payments/{{order}}")],
    "payments_pages.verify": [("", "/p/receipts/{receipt_code}")],
    "people_claims_pages.choose_way": [("newcomer", "/me/claim")],
    "people_claims_pages.show_way": [("newcomer", f"/me/claim/{way}") for way in ("roster", "code", "paper")],
    "people_export_pages.show_export": [(MANAGER, f"{_WORK}/owners/export")],
    "people_home_pages.show_home": [("owner", f"{_E}/units/{{unit}}")],
    "people_register_pages.list_not_ready": [(OFFICER, f"{_WORK}/units/not-ready")],
    "people_register_pages.list_owners": [(OFFICER, f"{_WORK}/owners"), (CASHIER, f"{_WORK}/owners")],
    "people_register_pages.show_area": [(OFFICER, f"{_WORK}/units/{{unit}}/area")],
    "people_register_pages.show_owner": [(OFFICER, f"{_WORK}/owners/{{owner}}")],
    "people_register_pages.show_unit": [(OFFICER, f"{_WORK}/units/{{unit}}")],
    "people_review_pages.list_changes": [("second_officer", f"{_WORK}/changes")],
    "people_review_pages.list_claims": [(OFFICER, f"{_WORK}/claims")],
    "people_review_pages.show_claim": [(OFFICER, f"{_WORK}/claims/{{claim}}")],
    "people_review_pages.show_sale": [(OFFICER, f"{_WORK}/units/{{unit}}/sale")],
    "people_rosters_confirm_pages.show_changes": [(OFFICER, f"{_WORK}/rosters/{{clear}}/changes")],
    "people_rosters_pages.list_rosters": [(OFFICER, f"{_WORK}/rosters")],
    "people_rosters_pages.show_roster": [(OFFICER, f"{_WORK}/rosters/{{doubtful}}")],
    "people_rosters_pages.show_row": [(OFFICER, f"{_WORK}/rosters/{{doubtful}}/rows/{{sheet}}/{{row}}")],
    "people_staff_pages.list_roles": [(OFFICER, "/work/roles"), ("company_head", "/work/roles")],
    "people_staff_pages.show_grant": [(OFFICER, "/work/roles/grant")],
    "people_staff_pages.show_open": [("company_head", "/work/roles/open")],
    "people_staff_pages.show_person": [("company_head", "/work/roles/people/{worker}")],
    "public_words.privacy": [("", "/p/privacy")],
    "public_words.terms": [("", "/p/terms")],
    "sandbox_pages.show": [("", "/sandbox/cashier/{order_number}")],
    "surveys_building.edit_question": [(OFFICER, f"{_WORK}/surveys/{{draft_survey}}/questions/q2")],
    "surveys_building.new_question": [
        (OFFICER, f"{_WORK}/surveys/{{draft_survey}}/questions/new{kind}")
        for kind in ("", "?kind=multiple", "?kind=matrix", "?kind=number")
    ],
    "surveys_building.preview": [(OFFICER, f"{_WORK}/surveys/{{draft_survey}}/preview")],
    "surveys_console.edit_survey": [(OFFICER, f"{_WORK}/surveys/{{draft_survey}}/edit")],
    "surveys_console.list_answers": [(OFFICER, f"{_WORK}/surveys/{{past_survey}}/answers")],
    "surveys_console.list_surveys": [(OFFICER, f"{_WORK}/surveys"), ("street_officer", f"{_WORK}/surveys")],
    "surveys_console.list_texts": [(OFFICER, f"{_WORK}/surveys/{{past_survey}}/texts")],
    "surveys_console.new_survey": [(OFFICER, f"{_WORK}/surveys/new?template=parking")],
    "surveys_console.show_results": [(OFFICER, f"{_WORK}/surveys/{{past_survey}}/results")],
    "surveys_console.show_survey": [
        (OFFICER, f"{_WORK}/surveys/{{{which}}}") for which in ("draft_survey", "open_survey", "past_survey")
    ],
    "surveys_pages.list_surveys": [("owner", f"{_E}/surveys"), ("tenant", f"{_E}/surveys")],
    "surveys_pages.show_results": [("owner", f"{_E}/surveys/{{past_survey}}/results")],
    "surveys_pages.show_survey": [
        *(("owner", f"{_E}/surveys/{{{which}}}") for which in ("open_survey", "past_survey")),
        ("tenant", f"{_E}/surveys/{{open_survey}}?one=1"),
    ],
    "surveys_pages.thanks": [("owner", f"{_E}/surveys/{{open_survey}}/thanks")],
    "governance_console.list_cases": [(OFFICER, f"{_WORK}/governance")],
    "governance_console.show_case": [
        (OFFICER, f"{_WORK}/governance/{{sent_ticket}}"), (OFFICER, f"{_WORK}/governance/{{ticket}}")
    ],
    "governance_console.show_health": [("county_officer", "/work/governance")],
    "equipment_console.list_equipment": [(MANAGER, f"{_WORK}/equipment"), ("property_worker", f"{_WORK}/equipment")],
    "equipment_console.new_equipment": [(MANAGER, f"{_WORK}/equipment/new")],
    "equipment_console.show_equipment": [
        ("property_worker", f"{_WORK}/equipment/{{lift}}"), (MANAGER, f"{_WORK}/equipment/{{pump}}")
    ],
    "equipment_console.edit_equipment": [(MANAGER, f"{_WORK}/equipment/{{lift}}/edit")],
    "equipment_pages.list_equipment": [("tenant", f"{_E}/equipment")],
    "equipment_pages.show_public": [("", "/p/estates/{estate}/equipment")],
    "decoration_console.list_decorations": [(MANAGER, f"{_WORK}/decorations")],
    "decoration_console.show_decoration": [("property_worker", f"{_WORK}/decorations/{{decoration}}")],
    "decoration_pages.list_decorations": [("owner", f"{_E}/decorations"), ("tenant", f"{_E}/decorations")],
    "decoration_pages.new_decoration": [("owner", f"{_E}/decorations/new")],
    "decoration_pages.show_decoration": [("owner", f"{_E}/decorations/{{decoration}}")],
    "complaints_company.list_statements": [(MANAGER, f"{_WORK}/company-statements")],
    "complaints_company.show_statement": [(MANAGER, f"{_WORK}/company-statements/{{statement}}")],
    "complaints_console.list_complaints": [(OFFICER, f"{_WORK}/complaints")],
    "complaints_console.show_complaint": [
        (OFFICER, f"{_WORK}/complaints/{{complaint}}"), ("street_officer", f"{_WORK}/complaints/{{street_complaint}}")
    ],
    "complaints_pages.list_own": [("owner", f"{_E}/complaints")],
    "complaints_pages.new_complaint": [("owner", f"{_E}/complaints/new")],
    "complaints_pages.show_complaint": [
        ("owner", f"{_E}/complaints/{{complaint}}"), ("owner", f"{_E}/complaints/{{answered_complaint}}")
    ],
    "tickets_console.choose_category": [(MANAGER, f"{_WORK}/tickets/new")],
    "tickets_console.new_ticket": [(MANAGER, f"{_WORK}/tickets/new/own.water")],
    "taskforces_console.list_forces": [("street_officer", "/work/taskforces")],
    "taskforces_console.new_force": [("street_officer", "/work/taskforces/new")],
    "taskforces_console.show_chart": [("street_officer", "/work/taskforces/{force}/chart")],
    "taskforces_console.show_force": [
        ("county_officer", "/work/taskforces/{force}"),
        ("county_officer", "/work/taskforces/{asked_force}"),
    ],
    "tickets_console.queue": [(MANAGER, f"{_WORK}/tickets"), ("property_worker", f"{_WORK}/tickets")],
    "tickets_console.show_slip": [(MANAGER, f"{_WORK}/tickets/{{ticket}}/slip")],
    "tickets_console.show_ticket": [
        (MANAGER, f"{_WORK}/tickets/{{new_ticket}}"),
        (MANAGER, f"{_WORK}/tickets/{{stuck}}"),
        ("property_worker", f"{_WORK}/tickets/{{ticket}}"),
    ],
    "tickets_incidents_console.list_incidents": [(MANAGER, f"{_WORK}/incidents")],
    "tickets_incidents_console.new_incident": [(OFFICER, f"{_WORK}/incidents/new/common.gate")],
    "tickets_incidents_console.show_incident": [(MANAGER, f"{_WORK}/incidents/{{incident}}")],
    "tickets_places_console.list_places": [(MANAGER, f"{_WORK}/common-places")],
    "tickets_places_console.show_duty": [(MANAGER, f"{_WORK}/emergency-duty")],
    "tickets_places_console.show_place": [(OFFICER, f"{_WORK}/common-places/{{common_place}}")],
    "tickets_sharing_pages.followed_tickets": [("tenant", f"{_E}/tickets/followed")],
    "tickets_sharing_pages.show_incident": [("owner", f"{_E}/incidents/{{incident}}")],
    "tickets_sharing_pages.show_shared": [("tenant", f"{_E}/tickets/{{gate}}/shared")],
    "tickets_loops_pages.show_posts": [("street_officer", "/work/department-posts")],
    "tickets_public.show_openly": [("", "/p/estates/{estate}/tickets")],
    "tickets_figures.show": [(MANAGER, f"{_WORK}/tickets/figures?by=worker"), (OFFICER, f"{_WORK}/tickets/figures")],
    "tickets_figures.show_behind": [(MANAGER, f"{_WORK}/tickets/figures/tickets?measure=accepted&side=whole")],
    "tickets_figures.show_behind_everywhere": [
        ("city_officer", "/work/tickets/figures/tickets?measure=accepted&side=whole")
    ],
    "tickets_figures.show_everywhere": [("city_officer", "/work/tickets/figures")],
    "notices_scans.show_pages": [("owner", f"{_E}/notices/{{scanned_notice}}/files/{{scan}}/pages")],
    "tickets_blocks.show_blocks": [(OFFICER, f"{_WORK}/report-blocks"), ("street_officer", f"{_WORK}/report-blocks")],
    "tickets_blocks.show_own": [("family", f"{_E}/tickets/blocked")],
    "tickets_later.show_later": [("owner", f"{_E}/tickets/{{settled_ticket}}/later")],
    "tickets_warranties.show_warranties": [(MANAGER, f"{_WORK}/warranties")],
    "tickets_caps.show": [(MANAGER, f"{_WORK}/tickets/caps")],
    "tickets_checklists.keep": [(MANAGER, f"{_WORK}/checklists")],
    "tickets_checklists.show": [(MANAGER, f"{_WORK}/checklists/{{checklist}}")],
    "tickets_many.choose": [(MANAGER, f"{_WORK}/tickets/bulk?everything=true")],
    "tickets_many.show_board": [(MANAGER, f"{_WORK}/tickets/board"), ("property_worker", f"{_WORK}/tickets/board?mine=true")],
    "tickets_many.show_filters": [(MANAGER, f"{_WORK}/tickets/filters")],
    "tickets_replies.keep_templates": [(MANAGER, f"{_WORK}/reply-templates")],
    "tickets_replies.show_reply": [(MANAGER, f"{_WORK}/tickets/{{ticket}}/reply?template={{reply_template}}")],
    "tickets_replies.show_template": [(MANAGER, f"{_WORK}/reply-templates/{{reply_template}}")],
    "tickets_ranking.show": [(MANAGER, f"{_WORK}/tickets/ranking?months=12")],
    "tickets_ranking.show_everywhere": [("city_officer", "/work/tickets/ranking?by=company&months=12")],
    "tickets_service.show_pool": [("property_worker", f"{_WORK}/tickets/pool"), (MANAGER, f"{_WORK}/tickets/pool")],
    "tickets_service.show_service": [(MANAGER, f"{_WORK}/tickets/{{ticket}}/service"), (OFFICER, f"{_WORK}/tickets/{{ticket}}/service")],
    "tickets_service.show_urged": [(MANAGER, f"{_WORK}/tickets/urged")],
    "tickets_service_pages.show_quote": [("owner", f"{_E}/tickets/{{ticket}}/quote")],
    "tickets_pages.choose_category": [("owner", f"{_E}/tickets/new")],
    "tickets_pages.common_tickets": [("owner", f"{_E}/tickets/common")],
    "tickets_pages.new_ticket": [
        ("owner", f"{_E}/tickets/new/own.water"),
        ("tenant", f"{_E}/tickets/new/common.light"),
        ("owner", f"{_E}/tickets/new/urgent.lift?at={{common_place}}"),
    ],
    "tickets_pages.own_tickets": [("owner", f"{_E}/tickets"), ("family", f"{_E}/tickets")],
    "tickets_pages.rating_form": [("owner", f"{_E}/tickets/{{rateable}}/rating")],
    "tickets_pages.show_ticket": [
        ("owner", f"{_E}/tickets/{{new_ticket}}"), ("owner", f"{_E}/tickets/{{ticket}}"),
        ("owner", f"{_E}/tickets/{{stuck}}"),
    ],
    "voting_aftermath.show_outcome": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/outcome")],
    "voting_aftermath.show_recounts": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/recounts")],
    "voting_aftermath.show_revocations": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/revocations")],
    "voting_canvass.list_doors": [
        (OFFICER, f"{_WORK}/votes/{{open_vote}}/canvass/doors"),
        ("committee_member", f"{_WORK}/votes/{{open_vote}}/canvass/doors?still=false"),
    ],
    "voting_canvass.list_unreached": [
        (OFFICER, f"{_WORK}/votes/{{open_vote}}/canvass/unreached?account={which}") for which in ("true", "false")
    ],
    "voting_canvass.show_board": [
        (who, f"{_WORK}/votes/{{open_vote}}/canvass") for who in (OFFICER, "committee_member")
    ],
    "voting_canvass.show_visit": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/canvass/visit?voter={{voter_no}}")],
    "voting_course.show_official": [(OFFICER, f"{_WORK}/votes/{{draft}}/official")],
    "voting_course.show_process": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/process")],
    "voting_course.show_review": [("street_officer", f"{_WORK}/votes/{{draft}}/review")],
    "voting_course.show_timing": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/timing")],
    "voting_drafting.edit_item": [(OFFICER, f"{_WORK}/votes/{{draft}}/items/{{draft_item}}/edit")],
    "voting_drafting.show_copy": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/copy")],
    "voting_drafting.show_template": [(OFFICER, f"{_WORK}/votes/templates/use_fund")],
    "voting_rolls.list_objections": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/roll/objections")],
    "voting_rolls.show_objection": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/roll/objections/{{roll_objection}}")],
    "voting_rolls.show_public": [("", "/p/votes/{estate}/{open_vote}/roll")],
    "voting_rolls.show_published": [("owner", f"{_E}/votes/{{open_vote}}/roll")],
    "voting_drafting.edit_vote": [(OFFICER, f"{_WORK}/votes/{{draft}}/edit")],
    "voting_console.list_votes": [(OFFICER, f"{_WORK}/votes")],
    "voting_drafting.new_item": [(OFFICER, f"{_WORK}/votes/{{draft}}/items/new")],
    "voting_drafting.new_vote": [(OFFICER, f"{_WORK}/votes/new")],
    "voting_rolls.show_roll": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/roll")],
    "voting_console.show_vote": [
        (OFFICER, f"{_WORK}/votes/{{{which}}}") for which in ("draft", "open_vote", "past_vote")
    ],
    "voting_objections.show_desk": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/objections")],
    "voting_objections.show_objection": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/objections/{{objection}}")],
    "voting_objections.show_own": [("owner", f"{_E}/votes/{{past_vote}}/objections")],
    "voting_pages.list_votes": [("owner", f"{_E}/votes"), ("tenant", f"{_E}/votes")],
    "voting_proof_console.list_inspections": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/inspections")],
    "voting_proof_pages.show_inspection": [("owner", f"{_E}/votes/{{past_vote}}/inspection")],
    "voting_proof_public.check_page": [("", "/p/votes/{estate}/{past_vote}/check")],
    "voting_proof_public.list_heads": [("", "/p/votes/{estate}/{past_vote}/heads")],
    "voting_proof_public.list_receipts": [("", "/p/votes/{estate}/{past_vote}/receipts")],
    "voting_secret_console.show_key": [(OFFICER, f"{_WORK}/votes/{{secret_vote}}/key")],
    "voting_proxies_console.list_proxies": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/proxies")],
    "voting_proxies_console.show_new": [
        (OFFICER, f"{_WORK}/votes/{{open_vote}}/proxies/new?powers={which}") for which in ("free", "as_told")
    ],
    "voting_proxies_console.show_proxy": [("second_officer", f"{_WORK}/votes/{{open_vote}}/proxies/{{proxy}}")],
    "voting_proxies_pages.list_own": [("owner", f"{_E}/votes/{{open_vote}}/proxies")],
    "voting_proxies_pages.show_new": [
        ("owner", f"{_E}/votes/{{open_vote}}/proxies/new?powers={which}") for which in ("free", "as_told")
    ],
    "voting_counting.list_differing": [(OFFICER, f"{_PAPER}/differing")],
    "voting_counting.show_desk": [(OFFICER, f"{_PAPER}/desk"), (OFFICER, f"{_PAPER}/desk?serial={{serial}}")],
    "voting_counting.show_settlement": [(OFFICER, f"{_PAPER}/sheets/{{differing_sheet}}/settlement")],
    "voting_deliveries.list_conflicts": [(OFFICER, f"{_PAPER}/conflicts")],
    "voting_deliveries.list_voters": [(OFFICER, f"{_PAPER}/voters")],
    "voting_deliveries.show_voter": [(OFFICER, f"{_PAPER}/voters/{{sheet_voter}}")],
    "voting_paper.list_sheets": [(OFFICER, f"{_PAPER}/sheets")],
    "voting_paper.show_paper": [(OFFICER, _PAPER)],
    "voting_paper.show_printing": [(OFFICER, f"{_PAPER}/printing")],
    "voting_paper.show_sheet": [
        (OFFICER, f"{_PAPER}/sheets/{{{which}}}") for which in ("paper_sheet", "differing_sheet")
    ],
    "voting_paper_pages.show_own": [("owner", f"{_E}/votes/{{open_vote}}/paper")],
    "voting_returns.list_batches": [(OFFICER, f"{_PAPER}/batches")],
    "voting_returns.show_batch": [(OFFICER, f"{_PAPER}/batches/{{pack}}")],
    "voting_papers.list_papers": [(OFFICER, f"{_WORK}/votes/{{open_vote}}/papers")],
    "voting_pages.show_receipt": [("voter", f"{_E}/votes/{{open_vote}}/ballots/{{ballot}}")],
    "voting_pages.show_vote": [("owner", f"{_E}/votes/{{{which}}}") for which in ("open_vote", "past_vote")],
    "voting_results.list_own": [("owner", f"{_E}/decisions")],
    "voting_results.list_public": [("", "/p/votes/{estate}")],
    "voting_results.show_sheet": [("", "/p/votes/{estate}/{past_vote}/sheet")],
    "voting_results.show_versions": [("", "/p/votes/{estate}/{past_vote}/versions")],
    "voting_elections_console.new_election": [(OFFICER, f"{_WORK}/votes/{{draft}}/elections/new")],
    "voting_elections_console.new_recall": [(OFFICER, f"{_WORK}/votes/{{draft}}/recalls/new")],
    "voting_elections_console.show_election": [(OFFICER, f"{_WORK}/elections/{{election}}")],
    "voting_elections_console.show_recall": [(OFFICER, f"{_WORK}/recalls/{{recall}}")],
    "voting_elections_console.show_review": [(OFFICER, f"{_WORK}/candidacies/{{candidacy}}")],
    "voting_elections_pages.list_elections": [("owner", f"{_E}/elections")],
    "voting_elections_pages.show_candidate": [("owner", f"{_E}/candidacies/{{candidacy}}")],
    "voting_elections_pages.show_election": [("owner", f"{_E}/elections/{{election}}")],
    "voting_elections_pages.show_standing": [("owner", f"{_E}/elections/{{election}}/stand")],
    "voting_tasks.list_decisions": [(OFFICER, f"{_WORK}/decisions"), ("committee_member", f"{_WORK}/decisions")],
    "voting_tasks.show_task": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/tasks/{{task}}")],
    "voting_tasks.show_tasks": [(OFFICER, f"{_WORK}/votes/{{past_vote}}/tasks")],
    "voting_public.show_vote": [("", "/p/votes/{estate}/{past_vote}"), ("", "/p/votes/{estate}/{open_vote}")],
    "webhooks_pages.show": [(OFFICER, f"{_WORK}/webhooks")],
    "webhooks_pages.show_of_company": [("company_head", "/work/webhooks")],
    "work_pages.resident_home": [(who, f"{_E}/") for who in ("owner", "family", "tenant")],
    "work_pages.show_jobs": [("system_admin", "/work/jobs")],
    "work_pages.show_log": [("auditor", "/work/audit")],
    "work_pages.show_verification": [("auditor", "/work/audit/verification")],
    "work_pages.staff_today": [
        (who, "/work/")
        for who in (OFFICER, MANAGER, CASHIER, "property_worker", "street_officer", "company_head", "auditor")
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageOf:
    """One page as one person sees it."""

    endpoint: str
    who: str
    address: str

    def __str__(self):
        return f"{self.endpoint}-{self.who or 'visitor'}-{self.address.rpartition('/')[2]}"

    @property
    def at_a_desk(self):
        """Whether it is a work console, which is looked at on a desktop too."""
        return self.address.startswith("/work")

    def at(self, ids):
        """Its address in a city."""
        return self.address.format(**ids)


EVERY = [PageOf(endpoint, who, address) for endpoint, seen in sorted(PAGES.items()) for who, address in seen]


def addresses(app):
    """The endpoints outside the API that answer a GET."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.rule.startswith("/api/v1")
    }

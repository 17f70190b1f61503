"""The pages of stars, rated years, satisfaction, good names and takeovers; see tests/browser/pages.py."""

OFFICER, MANAGER = "community_officer", "property_manager"
_E, _WORK = "/e/{estate}", "/work/e/{estate}"

RATED = {
    "rating_assessing_pages.show_round": [
        ("assessor", f"{_WORK}/assessments/{{third_party_assessment_visit}}"),
        ("assessor", f"{_WORK}/assessments/{{preliminary_visit}}"),
    ],
    "rating_assessing_pages.show_tasks": [("assessor", "/work/assessments")],
    "rating_course_console.list_courses": [("city_officer", "/work/ratings/{preliminary_plan}/estates")],
    "rating_course_console.list_plans": [("city_officer", "/work/ratings")],
    "rating_course_console.show_course": [
        ("city_officer", f"{_WORK}/rating/{{preliminary_year}}/course"),
        ("property_manager", f"{_WORK}/rating/{{third_party_assessment_year}}/course"),
    ],
    "rating_course_console.show_plan": [("city_officer", "/work/ratings/{preliminary_plan}")],
    "rating_course_console.show_preliminary": [("", "/p/estates/{estate}/ratings/{preliminary_year}")],
    "rating_reporting_pages.list_reports": [
        ("property_manager", f"{_WORK}/rating/{{preliminary_year}}/self-report")
    ],
    "rating_reporting_pages.new_appeal": [("property_manager", f"{_WORK}/rating/{{preliminary_year}}/appeal")],
    "rating_reporting_pages.show_report": [
        ("property_manager", f"{_WORK}/rating/{{preliminary_year}}/self-report/B01")
    ],
    "rating_catalogue_console.list_editions": [("city_officer", "/work/rating/catalogues")],
    "rating_catalogue_console.show_edition": [("city_officer", "/work/rating/catalogues/{edition}")],
    "rating_catalogue_console.show_effect": [("city_officer", "/work/rating/catalogues/{edition}/effect")],
    "rating_catalogue_console.show_line": [
        ("city_officer", f"/work/rating/catalogues/{{edition}}/indicators/{code}") for code in ("B04", "B05")
    ],
    "rating_figures_console.list_runs": [("city_officer", "/work/rating/data")],
    "rating_figures_console.show_figure": [
        (OFFICER, f"{_WORK}/rating/{{rated_year}}/figures/{fact}") for fact in ("people.activated", "party.meetings")
    ] + [("county_officer", f"{_WORK}/rating/{{rated_year}}/figures/people.activated")],
    "rating_figures_console.show_figures": [
        (OFFICER, f"{_WORK}/rating/{{year}}/figures"), (OFFICER, f"{_WORK}/rating/{{rated_year}}/figures"),
    ],
    "rating_figures_console.show_run": [("city_officer", "/work/rating/data/{data_set}")],
    "rating_scales_console.list_scales_page": [("city_officer", "/work/rating/scales")],
    "rating_scales_console.show_chart_page": [("city_officer", "/work/rating/scales/election_2024")],
    "rating_scales_console.show_form": [
        (OFFICER, "/work/rating/scales/silver_2024/regions/{community}/{year}")
    ],
    "rating_pages.list_sheets": [(OFFICER, f"{_WORK}/rating")],
    "rating_pages.show_area": [(OFFICER, f"{_WORK}/rating/{{year}}/{{area}}")],
    "rating_pages.show_sheet": [
        (OFFICER, f"{_WORK}/rating/{{year}}"),
        ("assessor", f"{_WORK}/rating/{{past_year}}"),
    ],
    "rating_improving.show": [
        (OFFICER, f"{_WORK}/rating/{{rated_year}}/improving"),
        (MANAGER, f"{_WORK}/rating/{{rated_year}}/improving?done=B03"),
    ],
    "rating_public.show_ranking": [("", "/p/stars?year={rated_year}")],
    "rating_public.show_star": [("", "/p/estates/{estate}")],
    "rating_public.show_year": [("", "/p/estates/{estate}/stars/{rated_year}")],
    "rating_years.new_redrawing": [("street_officer", f"{_WORK}/redrawing")],
    "rating_years.show_prizes": [("county_officer", "/work/rating/years/{rated_year}/prizes")],
    "rating_years.show_share": [("county_officer", f"{_WORK}/prizes/{{prize_share}}")],
    "rating_years.show_year": [("city_officer", "/work/rating/years/{rated_year}")],
    "reputation_console.list_items": [
        ("city_officer", "/work/credit"), (MANAGER, "/work/credit?over=true"), ("company_head", "/work/credit")
    ],
    "reputation_console.new_item": [("street_officer", "/work/credit/new")],
    "reputation_console.show_item": [
        ("city_officer", "/work/credit/{told_item}"), ("company_head", "/work/credit/{told_item}"),
        (MANAGER, "/work/credit/{effective_item}"),
    ],
    "reputation_list_console.list_entries": [("city_officer", "/work/credit-list")],
    "reputation_list_console.show_entry": [
        ("city_officer", "/work/credit-list/{listed}"), ("company_head", "/work/credit-list/{told_listed}")
    ],
    "reputation_public.list_companies": [("", "/p/credit")],
    "reputation_public.show_company": [("", "/p/credit/{company}")],
    "reputation_public.show_list": [("", "/p/credit-list")],
    "satisfaction_console.list_rounds": [("city_officer", "/work/satisfaction")],
    "satisfaction_console.show_desk": [(OFFICER, f"{_WORK}/satisfaction")],
    "satisfaction_console.show_round": [
        ("city_officer", "/work/satisfaction/{open_round}"), ("street_officer", "/work/satisfaction/{closed_round}")
    ],
    "satisfaction_pages.show_round": [("owner", f"{_E}/satisfaction"), ("tenant", f"{_E}/satisfaction")],
    "satisfaction_public.list_rounds": [("", "/p/satisfaction")],
    "satisfaction_public.show_estate": [("", "/p/satisfaction/{closed_round}/{estate}")],
    "satisfaction_public.show_round": [("", "/p/satisfaction/{closed_round}")],
    "takeover_pages.list_companies": [("county_officer", "/work/takeovers/companies")],
    "takeover_pages.list_of_estate": [("street_officer", f"{_WORK}/takeovers")],
    "takeover_pages.list_takeovers": [("county_officer", "/work/takeovers")],
    "takeover_pages.show": [("county_officer", f"{_WORK}/takeovers/{{takeover}}")],
}  # fmt: skip

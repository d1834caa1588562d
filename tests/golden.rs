//! The reports of whole folders, byte for byte: a change of the code changes no figure unasked.
//! That of `data/dien_bien_vn2000`, which needs PROJ, stands in `tests/proj`.

#[path = "golden/compare.rs"]
mod golden;

#[test]
fn the_report_of_the_example_is_the_golden_one() {
    golden::holds("data/dien_bien", "dien_bien.json");
}

#[test]
fn the_report_of_a_country_is_the_golden_one() {
    golden::holds("tests/fixtures/country", "country.json");
}

//! Written down and read again: nothing changes, and what cannot be built is an error.

use super::*;
use crate::units::{Length, Measure};

fn again<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// A survey of all sections with a control in the middle of each.
fn survey(border: &Border, id: &str, scale: f64) -> Survey {
    let mut survey =
        Survey::new(SurveyId::new(id).unwrap(), date(2015, 1, 9), Some("decree".to_owned()))
            .unwrap();
    for section in border.sections() {
        let end = section.line().end();
        let total = Length::from_metres(end.metres() * scale + 1.0).unwrap();
        let middle = Place::new(end.metres() / 3.0).unwrap();
        let controls = [(middle, Measure::from_mm(total.mm() / 2))];
        let map = Calibration::new(end, total, &controls).unwrap();
        survey.add(section.id().clone(), map).unwrap();
    }
    survey
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_border_reads_back_equal(
        (mut border, centre, size) in network(),
        many in prop::collection::vec((0.0..360.0_f64, 0.0..3.0_f64, prop::bool::ANY), 0..30),
        scale in 0.5..2.0_f64,
    ) {
        let built = survey(&border, "2015", scale);
        border.add_survey(built).unwrap();
        let later = survey(&border, "2017", 1.0 / scale);
        border.add_survey(later).unwrap();
        let many = markers(&border, centre, size, &many);
        border.set_markers(many, size);
        let read = again(&border);
        prop_assert!(read.has_line_of(&border) && read.has_markers_of(&border));
        let placed = |border: &Border| border.markers().iter().map(|m| m.placed).collect::<Vec<_>>();
        prop_assert_eq!(placed(&read), placed(&border));
        prop_assert_eq!(&again(border.surveys()), border.surveys());
        for section in border.sections() {
            prop_assert_eq!(&again(section), section);
            prop_assert_eq!(again(section.line()).length(), section.line().length());
        }
    }
}

fn written() -> serde_json::Value {
    let line = LineString::from(vec![(102.0, 22.0), (102.1, 22.0)]);
    let mut border = Border::from_lines([("dyke", line)]).unwrap();
    let built = survey(&border, "2015", 1.1);
    border.add_survey(built).unwrap();
    let id = SectionId::new("dyke").unwrap();
    border.set_markers(vec![Marker::new(id, "7".parse().unwrap(), p(102.05, 22.0))], 500.0);
    serde_json::to_value(border).unwrap()
}

#[test]
fn what_cannot_be_built_is_an_error_that_says_why() {
    assert!(serde_json::from_value::<Border>(written()).is_ok());
    let damage: [(&str, serde_json::Value, &str); 8] = [
        ("/sections", serde_json::json!([]), "at least one section"),
        ("/sections/0/line", serde_json::json!([[[102.0, 22.0]]]), "no length"),
        ("/sections/0/line/0/0", serde_json::json!([102.0, 122.0]), "not on the globe"),
        ("/surveys/0/id", serde_json::json!("ground"), "`ground`"),
        ("/surveys/0/date", serde_json::Value::Null, "`ground`"),
        ("/surveys/0/sections/0/section", serde_json::json!("canal"), "canal"),
        ("/surveys/0/sections/0/calibration/end_m", serde_json::json!(20_000.0), "calibrated"),
        ("/markers/0/section", serde_json::json!("canal"), "canal"),
    ];
    for (at, value, reason) in damage {
        let mut border = written();
        *border.pointer_mut(at).unwrap() = value;
        let error = serde_json::from_value::<Border>(border).unwrap_err().to_string();
        assert!(error.contains(reason), "{at}: {error}");
    }
    for list in ["/sections", "/surveys", "/surveys/0/sections", "/markers"] {
        let mut border = written();
        let items = border.pointer_mut(list).unwrap().as_array_mut().unwrap();
        items.push(items[0].clone());
        assert!(serde_json::from_value::<Border>(border).is_err(), "{list} twice");
    }
}

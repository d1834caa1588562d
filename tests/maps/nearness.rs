//! Maps of who is nearest and of who could take what is left.

use border_coverage::assign::{Assigner, Metric, Over, ProposalOptions};
use border_coverage::{DataSet, Lang, Ledger, Length, Report};
use serde_json::Value;

use super::{BOTH, data_sets, features, here, lines, metres, rfc7946};

fn with<T>(data: &DataSet, ask: impl FnOnce(&Assigner, &Ledger) -> T) -> T {
    let state = data.state(None, None).unwrap();
    let far = Length::from_km(10.0).unwrap();
    ask(&state.assigner().reaching(far), state.ledger())
}

fn read(map: &str) -> Vec<Value> {
    serde_json::from_str::<Value>(map).unwrap()["features"].as_array().unwrap().clone()
}

fn millimetres<'a>(features: impl IntoIterator<Item = &'a Value>) -> i64 {
    features.into_iter().map(|f| f["properties"]["length_mm"].as_i64().unwrap()).sum()
}

#[test]
fn every_map_of_them_is_geojson_to_the_letter() {
    let mut all = data_sets();
    all.push(DataSet::read(here("data/dien_bien")).unwrap());
    for data in &all {
        with(data, |assigner, ledger| {
            let found = assigner.propose(&ProposalOptions::default()).unwrap();
            let division = assigner.division(&Over::Line, Metric::Geodesic).unwrap();
            for lang in BOTH {
                for decimals in [5, Report::DECIMALS, 12, 200] {
                    let most = if decimals == Report::DECIMALS { 7 } else { 12 };
                    let map = assigner.proposals_geojson(&found, lang, decimals).unwrap();
                    assert_eq!(rfc7946::check(&map, most), Ok(()));
                    assert_eq!(millimetres(&read(&map)), ledger.line().unregistered().mm());
                    let map = assigner.division_geojson(&division, lang, decimals).unwrap();
                    assert_eq!(rfc7946::check(&map, most), Ok(()));
                    assert_eq!(millimetres(&read(&map)), ledger.line().total().mm());
                }
            }
        });
    }
}

/// The report asks the same question.
#[test]
fn proposals_are_drawn_as_on_the_map_of_the_report() {
    let data = DataSet::read(here("data/dien_bien")).unwrap();
    let map = with(&data, |assigner, _| {
        let found = assigner.propose(&ProposalOptions::default()).unwrap();
        assigner.proposals_geojson(&found, Lang::English, Report::DECIMALS).unwrap()
    });
    let is = |kind: &'static str| move |f: &&Value| f["properties"]["kind"] == kind;
    let (own, report) = (read(&map), features(&data.report(None, None).unwrap(), Report::DECIMALS));
    let (own_ones, of_report) =
        (own.iter().filter(is("proposed")), report.iter().filter(is("proposed")));
    assert!(own_ones.eq(of_report));
    for left in own.iter().filter(is("unregistered")) {
        assert!(left["properties"]["reason"].is_string());
    }
}

#[test]
fn a_division_is_coloured_by_village_and_as_long_as_drawn() {
    let data = DataSet::read(here("data/dien_bien")).unwrap();
    let (map, pieces) = with(&data, |assigner, _| {
        let division = assigner.division(&Over::Line, Metric::Geodesic).unwrap();
        let map = assigner.division_geojson(&division, Lang::Vietnamese, 9).unwrap();
        (read(&map), division.pieces)
    });
    assert_eq!(map.len(), pieces.len());
    for (feature, piece) in map.iter().zip(pieces) {
        let p = &feature["properties"];
        let village = piece.village.as_ref().and_then(|id| data.registry().village(id));
        assert_eq!(p["villages"][0].as_str(), village.map(|v| v.id.as_str()));
        let name = village.map_or("chưa có ai", |v| v.name.as_str());
        assert_eq!(p["description"], format!("bản gần nhất: {name}"));
        assert_eq!(p["stroke"] == "#666666", village.is_none());
        let drawn = metres(&lines(&feature["geometry"]));
        let (from, to) = piece.ground();
        let true_one = to.metres() - from.metres();
        assert!((drawn - true_one).abs() < 0.01, "{drawn} {true_one}");
    }
}

#[test]
fn what_is_of_another_border_is_refused() {
    let of_two = DataSet::read(here("data/dien_bien")).unwrap();
    let found = with(&of_two, |assigner, _| assigner.propose(&ProposalOptions::default()).unwrap());
    with(&data_sets()[0], |assigner, _| {
        assert!(assigner.proposals_geojson(&found, Lang::English, 7).is_err());
    });
}

//! The example data set of Điện Biên: the real line, official lengths and published totals; all
//! else made up from a fixed seed, so that the totals follow from the rows.

mod areas;
mod community;
mod keepers;
mod markers;
mod random;
mod registrations;
mod route;
mod spot;
mod stretches;
mod table;
mod villages;

use areas::Areas;
use random::Random;
use route::Route;
use spot::Addresses;

/// A value, or why the data set could not be made.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The day of the programme's directive: all that is random follows from it.
const SEED: u64 = 20_150_109;

/// The sections, in the order of the files.
const SECTIONS: [&str; 2] = ["laos", "china"];

/// The reporting day, 25 April 2017, as [`day`] counts.
const DAY_NUMBER: i64 = 814;

const DATASET: &str = r#"title = "Điện Biên, 25/4/2017 – bản, đoạn biên và người giữ mốc là hư cấu (villages, stretches and keepers are made up)"
date = "2017-04-25"
survey = "2015"
numbers = "point"
separator = ","
attribution = "Border line © OpenStreetMap contributors, ODbL 1.0. Official lengths, commune names and totals as published; markers, areas' limits, villages, stretches, keepers and all else are made up."
"#;

/// The files of the data set: name and contents.
pub(crate) fn generate() -> Outcome<Vec<(&'static str, String)>> {
    let random = |kind: u64| Random::new(SEED * 100 + kind);
    let routes = Route::both()?;
    let marks = markers::all(&routes, &mut random(1))?;
    let on = |route: usize| marks.iter().filter(|m| m.route == route).collect::<Vec<_>>();
    let addresses = [Addresses::new(&routes[0], &on(0))?, Addresses::new(&routes[1], &on(1))?];
    let areas = Areas::new(&routes, &addresses, &mut random(2))?;
    let gaps = stretches::gaps(&addresses, &mut random(3))?;
    let cells = stretches::cells(&routes, &addresses, &gaps, &mut random(4))?;
    let villages = villages::all(&routes, &areas, &cells, &mut random(5))?;
    let scene = registrations::Scene {
        addresses: &addresses,
        gaps: &gaps,
        cells: &cells,
        villages: &villages,
    };
    let marker_mm: Vec<i64> = addresses.iter().flat_map(Addresses::marker_mm).collect();
    let keepers = keepers::all(&marks, &marker_mm, &gaps, &villages, &mut random(7))?;
    let keeping = keepers::households_by_village(&keepers, villages.len());
    Ok(vec![
        ("dataset.toml", DATASET.to_owned()),
        ("border.geojson", route::border_geojson(&routes)),
        ("surveys.csv", route::surveys_csv()?),
        ("markers.csv", markers::csv(&routes, &marks)?),
        ("areas.csv", areas::areas_csv()?),
        ("jurisdictions.csv", areas.csv(&routes)?),
        ("villages.csv", villages::csv(&villages, &keeping, &mut random(8))?),
        ("registrations.csv", registrations::csv(&scene, &mut random(6))?),
        ("keepers.csv", keepers::csv(&keepers, &marks, &villages)?),
        ("works.csv", keepers::works_csv()?),
        ("groups.csv", community::groups_csv(&villages, &mut random(9))?),
        ("commendations.csv", community::commendations_csv(&villages, &mut random(10))?),
    ])
}

/// The day so many days after the programme began to be rolled out, on 1 February 2015.
fn day(number: i64) -> Outcome<jiff::civil::Date> {
    Ok(jiff::civil::date(2015, 2, 1).checked_add(jiff::Span::new().try_days(number)?)?)
}

//! Who answers and who lives where: `areas.csv`, `jurisdictions.csv`, `villages.csv`.

use jiff::civil::Date;

use super::decode::composed;
use super::error::ReadError;
use super::folder::File;
use super::names::names;
use super::settings::Settings;
use super::table::{Layout, Row, Site, Table, TableOut, cell};
use super::tables::Tables;
use crate::admin::{Area, AreaError, AreaErrorKind, Forest};
use crate::border::Border;
use crate::id::{AreaId, IdError, SectionId, VillageId};
use crate::number::parse_count;
use crate::problem::{Problem, Problems};
use crate::registry::{Jurisdiction, Registry, Village};
use crate::report::CsvStyle;
use crate::units::Length;

const AREAS: Layout = Layout {
    names: names!("areas"),
    required: &["area", "name", "level"],
    optional: &["parent", "from", "until", "successors"],
    numbers: &[],
    dates: &["from", "until"],
    personal: None,
};

const JURISDICTIONS: Layout = Layout {
    names: names!("jurisdictions"),
    required: &["area", "section", "from", "to"],
    optional: &[],
    numbers: &[],
    dates: &[],
    personal: None,
};

const VILLAGES: Layout = Layout {
    names: names!("villages"),
    required: &["village", "name"],
    optional: &["lon", "lat", "households", "capacity_km"],
    numbers: &["lon", "lat", "households", "capacity_km"],
    dates: &[],
    personal: None,
};

/// How far from the border a village may lie, in metres, before its coordinates are doubted.
const FAR_FROM_THE_BORDER: f64 = 50_000.0;

/// The consequence for a village with an optional value that cannot be read.
const WITHOUT: &str = "the village is kept without it";

/// Reads the areas.
pub(super) fn areas(
    tables: &Tables<'_>,
    settings: &Settings,
    problems: &mut Problems,
) -> Result<Forest, ReadError> {
    let table = Table::read(tables, &AREAS, &[], settings, problems)?;
    let areas = table.read_each(problems, |row| {
        let id = row.required("area", AreaId::new);
        let name = row.name("name");
        // Levels are columns of villages.csv: like ids, they compare in one Unicode form.
        let level = row.required("level", |text| Ok::<_, IdError>(composed(text)));
        let parent = row.optional("parent", AreaId::new);
        let period = row.period("from", "until");
        let successors = row.optional("successors", |text| {
            text.split_whitespace().map(AreaId::new).collect::<Result<Vec<_>, IdError>>()
        });
        let area = Area::new(id?, name?, level?).with_parent(parent?).with_period(period?);
        Some(area.with_successors(successors?.unwrap_or_default()).with_source(row.source))
    });
    let (forest, errors) = Forest::new(areas);
    errors.iter().for_each(|error| report(error, problems));
    Ok(forest)
}

/// Adds the error of an area to the problems.
fn report(error: &AreaError, problems: &mut Problems) {
    let Some(source) = error.read_at else { return };
    let message = error.kind.to_string();
    let (field, value) = match &error.kind {
        AreaErrorKind::Duplicate(id) => ("area", Some(id)),
        AreaErrorKind::Overlapping => ("from", None),
        AreaErrorKind::OtherLevel(_) => ("level", None),
        AreaErrorKind::AbsentParent { step, .. } => ("parent", Some(&step.area)),
        AreaErrorKind::UnknownParent(id) => ("parent", Some(id)),
        AreaErrorKind::UnknownSuccessor(id) => ("successors", Some(id)),
        AreaErrorKind::DoubleParent(_) | AreaErrorKind::Cycle => ("parent", None),
    };
    let problem = |message| match value {
        Some(id) => Problem::at(source, message).field(field).value(id.as_str()),
        None => Problem::at(source, message).field(field),
    };
    if error.kind.rejects_record() {
        problems.reject(source, problem(format!("{message}; the row is left out")));
    } else {
        problems.warn(problem(message));
    }
}

/// Reads the stretches that areas answer for.
pub(super) fn jurisdictions(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &Border,
    registry: &mut Registry,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let as_of = (&settings.survey, settings.date.unwrap_or(Date::MAX));
    let table = Table::read(tables, &JURISDICTIONS, &[], settings, problems)?;
    table.read_each(problems, |row| {
        let area = row.required("area", AreaId::new);
        let section = row.required("section", SectionId::new);
        let site = section.as_ref().map(|section| Site { border, section });
        let ends = ["from", "to"].map(|field| {
            let read = row.address(field, site)?;
            Some(match site {
                Some(site) => site.checked(row, field, read, as_of).0,
                None => read.0,
            })
        });
        let [from, to] = ends;
        let source = Some(row.source);
        let record = Jurisdiction { area: area?, section: section?, from: from?, to: to?, source };
        row.enter(registry.add_jurisdiction(record), "")
    });
    Ok(())
}

/// Reads the villages, from CSV and from GeoJSON. A column named after a level holds the area of
/// that level.
pub(super) fn villages(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &Border,
    registry: &mut Registry,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let forest = registry.areas().clone();
    let levels = forest.levels();
    let written = Table::read(tables, &VILLAGES, &levels, settings, problems)?;
    let drawn = Table::read_features(tables, &VILLAGES, &levels, settings, problems)?;
    for mut table in [written, drawn] {
        let wrong = ["kept without a place", "distances from villages too far off are wrong"];
        let explained = table.examine(border, FAR_FROM_THE_BORDER, wrong, problems).is_some();
        let columns: Vec<&str> = levels.iter().copied().filter(|level| table.has(level)).collect();
        let border = (!explained).then_some(border);
        table.read_each(problems, |row| village(row, &forest, &columns, border, registry));
    }
    Ok(())
}

fn village(
    row: &mut Row<'_>,
    forest: &Forest,
    levels: &[&str],
    border: Option<&Border>,
    registry: &mut Registry,
) -> Option<()> {
    let mark = row.mark();
    let id = row.required("village", VillageId::new);
    let name = row.name("name");
    // A village keeps its stretches, which are other rows, even where an optional value is wrong.
    let at = row.lenient_point(WITHOUT);
    let households = row.lenient("households", WITHOUT, parse_count);
    let capacity = row.lenient("capacity_km", WITHOUT, |text| {
        let length = Length::from_km(mark.parse(text).map_err(|e| e.to_string())?);
        match length.map_err(|e| e.to_string())? {
            length if length < Length::ZERO => Err("a capacity is 0 or more".to_owned()),
            length => Ok(length),
        }
    });
    let areas: Vec<AreaId> =
        levels.iter().filter_map(|&level| area_of(row, forest, level)).collect();
    contradicting_areas(row, forest, &areas);
    let source = Some(row.source);
    let record = Village { id: id?, name: name?, at, households, capacity, areas, source };
    row.enter(registry.add_village(record), "")?;
    let off = at.zip(border).map(|(at, border)| border.distance(at, f64::INFINITY));
    if let Some(off) = off.filter(|&off| off > FAR_FROM_THE_BORDER) {
        let km = off / 1e3;
        row.warn(
            "lon",
            format!(
                "the village lies {km:.0} km from the line: check its coordinates; it is kept there"
            ),
        );
    }
    Some(())
}

/// Warns where two columns of a village disagree: its commune is in another district than the one
/// written.
fn contradicting_areas(row: &mut Row<'_>, forest: &Forest, areas: &[AreaId]) {
    let first = |area: &Area| area.period.since().unwrap_or(jiff::civil::Date::MIN);
    for named in areas {
        let Some(level) = forest.get(named).map(|area| &area.level) else { continue };
        for other in areas.iter().filter(|other| *other != named) {
            // As of the first day of which areas.csv says anything of it.
            let Some(day) = forest.get(other).map(first) else { continue };
            let mut way = forest.with_ancestors(other, day).skip(1);
            let above = way.find(|area| area.level == *level);
            if let Some(above) = above.filter(|above| above.id != *named) {
                let message = format!(
                    "{other} belongs to {}, not to this area: the village counts in both; correct one",
                    above.id
                );
                row.warn(level, message);
            }
        }
    }
}

/// The area in the column of a level. One that is unknown or of another level is a problem; the
/// village stays, without it.
fn area_of(row: &mut Row<'_>, forest: &Forest, level: &str) -> Option<AreaId> {
    let id = row.lenient(level, WITHOUT, AreaId::new)?;
    match forest.get(&id) {
        None => {
            let message = "no area has this id: correct it, or add it to areas.csv";
            row.warn(level, format!("{message}; {WITHOUT}"));
            None
        }
        Some(area) if area.level != level => {
            let message = format!(
                "this area is of the level {}: put it into that column; {WITHOUT}",
                area.level
            );
            row.warn(level, message);
            None
        }
        Some(_) => Some(id),
    }
}

/// The file of these areas.
pub(super) fn areas_file(areas: &[Area], style: CsvStyle) -> Option<File> {
    let mut table = TableOut::new(&AREAS, style);
    for area in areas {
        let successors: Vec<&str> = area.successors.iter().map(AreaId::as_str).collect();
        let cells = [
            ("area", area.id.to_string()),
            ("name", area.name.clone()),
            ("level", area.level.clone()),
            ("parent", cell(area.parent.as_ref())),
            ("from", cell(area.period.since())),
            ("until", cell(area.period.until())),
            ("successors", successors.join(" ")),
        ];
        table.push(area.source, cells);
    }
    table.into_file()
}

/// The file of the stretches that areas answer for.
pub(super) fn jurisdictions_file(rows: &[Jurisdiction], style: CsvStyle) -> Option<File> {
    let mut table = TableOut::new(&JURISDICTIONS, style);
    for row in rows {
        let cells = [
            ("area", row.area.to_string()),
            ("section", row.section.to_string()),
            ("from", row.from.written(style.mark)),
            ("to", row.to.written(style.mark)),
        ];
        table.push(row.source, cells);
    }
    table.into_file()
}

/// The file of the villages of a registry.
///
/// # Errors
/// When a village belongs to several areas of one level, which have one column.
pub(super) fn villages_file(registry: &Registry, style: CsvStyle) -> Result<Option<File>, Problem> {
    let forest = registry.areas();
    let mut table = TableOut::new(&VILLAGES, style).with_columns(forest.levels());
    for village in registry.villages() {
        let number = |number: f64| style.mark.write(number.to_string());
        let mut cells = vec![
            ("village", village.id.to_string()),
            ("name", village.name.clone()),
            ("lon", cell(village.at.map(|at| number(at.lon())))),
            ("lat", cell(village.at.map(|at| number(at.lat())))),
            ("households", cell(village.households)),
            ("capacity_km", cell(village.capacity.map(|length| style.mark.write(length.km())))),
        ];
        for id in &village.areas {
            let Some(area) = forest.get(id) else { continue };
            if cells.iter().any(|(column, _)| *column == area.level) {
                let message = "a village belongs to one area of each level, this one to two: \
                               remove one";
                let problem = Problem::in_file(VILLAGES.names.csv, message).field(&area.level);
                return Err(problem.value(village.id.as_str()));
            }
            cells.push((&area.level, id.to_string()));
        }
        table.push(village.source, cells);
    }
    Ok(table.into_file())
}

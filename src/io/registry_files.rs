//! Who keeps what besides stretches: `works.csv`, `keepers.csv`, `groups.csv`, `commendations.csv`.

use std::collections::HashMap;
use std::convert::Infallible;

use jiff::civil::Date;

use super::border_file::known_section;
use super::entry::enter;
use super::error::ReadError;
use super::folder::File;
use super::names::names;
use super::registration_file::status;
use super::settings::Settings;
use super::table::{Layout, Row, Site, Table, TableOut, cell};
use super::tables::Tables;
use crate::border::Border;
use crate::id::{AreaId, GroupId, KeeperId, SectionId, SurveyId, VillageId, WorkId};
use crate::marker::MarkerLabel;
use crate::number::parse_count;
use crate::problem::Problems;
use crate::registry::{
    Commendation, CommendationKind, Group, Keeper, KeeperKind, Kept, Registry, Work,
};
use crate::report::CsvStyle;

const WORKS: Layout = Layout {
    names: names!("works"),
    required: &["work"],
    optional: &["name", "section", "at"],
    numbers: &[],
    dates: &[],
    personal: None,
};

const KEEPERS: Layout = Layout {
    names: names!("keepers"),
    required: &["keeper", "kind", "since"],
    optional: &["village", "people", "section", "marker", "work", "until", "state"],
    numbers: &["people"],
    dates: &["since", "until"],
    personal: Some("keeper"),
};

const GROUPS: Layout = Layout {
    names: names!("groups"),
    required: &["group", "village", "members", "since"],
    optional: &["until"],
    numbers: &["members"],
    dates: &["since", "until"],
    personal: None,
};

const COMMENDATIONS: Layout = Layout {
    names: names!("commendations"),
    required: &["date", "by", "kind"],
    optional: &["village"],
    numbers: &[],
    dates: &["date"],
    personal: None,
};

/// Reads them all.
pub(super) fn registry(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &Border,
    registry: &mut Registry,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let table =
        |layout, problems: &mut Problems| Table::read(tables, layout, &[], settings, problems);
    let as_of = (&settings.survey, settings.date.unwrap_or(Date::MAX));
    table(&WORKS, problems)?.read_each(problems, |row| work(row, border, as_of, registry));
    table(&KEEPERS, problems)?.read_each(problems, |row| keeper(row, border, registry));
    table(&GROUPS, problems)?.read_each(problems, |row| group(row, registry));
    let mut given = HashMap::new();
    table(&COMMENDATIONS, problems)?
        .read_each(problems, |row| commendation(row, registry, &mut given));
    Ok(())
}

fn work(
    row: &mut Row<'_>,
    border: &Border,
    as_of: (&SurveyId, Date),
    registry: &mut Registry,
) -> Option<()> {
    let id = row.required("work", WorkId::new);
    let unplaced = "the work counts, but is not on the map";
    let section = row.lenient("section", unplaced, SectionId::new);
    let name = row.lenient("name", "the work is kept without it", |text| {
        Ok::<_, Infallible>(text.to_owned())
    });
    let only = match border.sections() {
        [one] => Some(one.id().clone()),
        _ => None,
    };
    let section = section.or(only);
    let site = section.as_ref().map(|section| Site { border, section });
    let at = row.lenient_address("at", site, unplaced).map(|read| match site {
        Some(site) => site.checked(row, "at", read, as_of).0,
        None => read.0,
    });
    let at = match (section, at) {
        (Some(section), Some(at)) => Some((section, at)),
        (None, Some(_)) => {
            row.warn("section", format!("the address needs its section: write it; {unplaced}"));
            None
        }
        (_, None) => None,
    };
    let record = Work { id: id?, name, at, source: Some(row.source) };
    row.enter(registry.add_work(record), "")
}

fn keeper(row: &mut Row<'_>, border: &Border, registry: &mut Registry) -> Option<()> {
    let id = row.required("keeper", KeeperId::new);
    let kind = row.required("kind", |text| match text {
        "household" => Ok(KeeperKind::Household),
        "person" => Ok(KeeperKind::Person),
        _ => Err("the kind is household or person"),
    });
    let village = row.optional("village", VillageId::new);
    let people = row.optional("people", parse_count);
    let section = row.optional("section", |text| known_section(border, text));
    let marker = row.optional("marker", str::parse::<MarkerLabel>);
    let work = row.optional("work", WorkId::new);
    let since = row.day("since");
    let period = row.period("since", "until");
    let status = status(row);
    let section = section?;
    let keeps = match (marker?, work?) {
        (Some(label), None) => Kept::Marker(section_of(row, border, section, &label)?, label),
        (None, Some(work)) => Kept::Work(work),
        (Some(_), Some(_)) => {
            row.reject("work", "a row names a marker or a work, not both: write two rows");
            return None;
        }
        (None, None) => {
            row.reject("marker", "a row names a marker or a work: both are blank");
            return None;
        }
    };
    since?;
    let record = Keeper {
        id: id?,
        kind: kind?,
        village: village?,
        people: people?,
        keeps,
        period: period?,
        status: status?,
        source: Some(row.source),
    };
    let not_one = record.kind == KeeperKind::Person && record.people.is_some_and(|n| n != 1);
    enter(row, registry.add_keeper(record), registry)?;
    if not_one {
        row.warn(
            "people",
            "a person is one, and is counted so: leave it blank, or write household",
        );
    }
    Some(())
}

/// The section of a marker: as written, or else the only one that has such a marker.
fn section_of(
    row: &mut Row<'_>,
    border: &Border,
    written: Option<SectionId>,
    label: &MarkerLabel,
) -> Option<SectionId> {
    if written.is_some() {
        return written;
    }
    let has = |section: &&SectionId| border.has_marker(section, label);
    let mut sections = border.sections().iter().map(crate::line::Section::id).filter(has);
    match (sections.next(), sections.next()) {
        (Some(section), None) => Some(section.clone()),
        (None, _) => {
            row.reject(
                "marker",
                "no section has such a marker: correct it, or add it to markers.csv",
            );
            None
        }
        (Some(_), Some(_)) => {
            row.reject("section", "several sections have such a marker: write the section");
            None
        }
    }
}

fn group(row: &mut Row<'_>, registry: &mut Registry) -> Option<()> {
    let id = row.required("group", GroupId::new);
    let village = row.required("village", VillageId::new);
    let members = row.required("members", parse_count);
    let since = row.day("since");
    let period = row.period("since", "until");
    since?;
    let source = Some(row.source);
    let record = Group { id: id?, village: village?, members: members?, period: period?, source };
    enter(row, registry.add_group(record), registry)
}

/// The line on which a village was commended on a day by an area.
type Given = HashMap<(Date, AreaId, VillageId), usize>;

fn commendation(row: &mut Row<'_>, registry: &mut Registry, given: &mut Given) -> Option<()> {
    let date = row.day("date");
    let by = row.required("by", AreaId::new);
    let kind = row.required("kind", |text| match text {
        "collective" => Ok(CommendationKind::Collective),
        "person" => Ok(CommendationKind::Person),
        _ => Err("the kind is collective or person"),
    });
    let village = row.optional("village", VillageId::new);
    let source = Some(row.source);
    let record = Commendation { date: date?, by: by?, kind: kind?, village: village?, source };
    // Persons have no names here: two of a village may well be commended on one day.
    let collective = record.kind == CommendationKind::Collective;
    let key = record.village.clone().filter(|_| collective);
    let key = key.map(|village| (record.date, record.by.clone(), village));
    enter(row, registry.add_commendation(record), registry)?;
    if let Some(key) = key {
        row.warn_of_same("village", given, key);
    }
    Some(())
}

/// The files of them all.
pub(super) fn files(registry: &Registry, style: CsvStyle) -> impl Iterator<Item = File> {
    let files = [
        works_file(registry.works(), style),
        keepers_file(registry.keepers(), style),
        groups_file(registry.groups(), style),
        commendations_file(registry.commendations(), style),
    ];
    files.into_iter().flatten()
}

fn works_file(works: &[Work], style: CsvStyle) -> Option<File> {
    let mut table = TableOut::new(&WORKS, style);
    for work in works {
        let at = work.at.as_ref();
        let cells = [
            ("work", work.id.to_string()),
            ("name", cell(work.name.as_ref())),
            ("section", cell(at.map(|(section, _)| section))),
            ("at", cell(at.map(|(_, address)| address.written(style.mark)))),
        ];
        table.push(work.source, cells);
    }
    table.into_file()
}

fn keepers_file(rows: &[Keeper], style: CsvStyle) -> Option<File> {
    let mut table = TableOut::new(&KEEPERS, style);
    for row in rows {
        let kind = match row.kind {
            KeeperKind::Household => "household",
            KeeperKind::Person => "person",
        };
        let (section, marker, work) = match &row.keeps {
            Kept::Marker(section, label) => (Some(section), Some(label), None),
            Kept::Work(work) => (None, None, Some(work)),
        };
        let cells = [
            ("keeper", row.id.to_string()),
            ("kind", kind.to_owned()),
            ("village", cell(row.village.as_ref())),
            ("people", cell(row.people)),
            ("section", cell(section)),
            ("marker", cell(marker)),
            ("work", cell(work)),
            ("since", cell(row.period.since())),
            ("until", cell(row.period.until())),
            ("state", row.status.name().to_owned()),
        ];
        table.push(row.source, cells);
    }
    table.into_file()
}

fn groups_file(groups: &[Group], style: CsvStyle) -> Option<File> {
    let mut table = TableOut::new(&GROUPS, style);
    for group in groups {
        let cells = [
            ("group", group.id.to_string()),
            ("village", group.village.to_string()),
            ("members", group.members.to_string()),
            ("since", cell(group.period.since())),
            ("until", cell(group.period.until())),
        ];
        table.push(group.source, cells);
    }
    table.into_file()
}

fn commendations_file(rows: &[Commendation], style: CsvStyle) -> Option<File> {
    let mut table = TableOut::new(&COMMENDATIONS, style);
    for row in rows {
        let kind = match row.kind {
            CommendationKind::Collective => "collective",
            CommendationKind::Person => "person",
        };
        let cells = [
            ("date", row.date.to_string()),
            ("by", row.by.to_string()),
            ("kind", kind.to_owned()),
            ("village", cell(row.village.as_ref())),
        ];
        table.push(row.source, cells);
    }
    table.into_file()
}

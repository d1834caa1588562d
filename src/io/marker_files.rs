//! `markers.csv`: the positions of the markers.

use std::collections::BTreeMap;

use super::border_file::known_section;
use super::error::ReadError;
use super::folder::File;
use super::names::names;
use super::settings::Settings;
use super::table::{Layout, Row, Table, TableOut, cell};
use super::tables::Tables;
use crate::border::{AMBIGUITY_MARGIN, Border, PlacedMarker};
use crate::id::SectionId;
use crate::marker::{Marker, MarkerLabel, Unplaced};
use crate::period::Period;
use crate::problem::{Problem, Problems};
use crate::report::CsvStyle;

const MARKERS: Layout = Layout {
    names: names!("markers"),
    required: &["section", "marker", "lon", "lat"],
    optional: &["alias", "name", "from", "until"],
    numbers: &["lon", "lat"],
    dates: &["from", "until"],
    personal: None,
};

/// How far beyond the tolerance half of the markers may stand, in metres, before their coordinates
/// are doubted.
const FAR_OFF: f64 = 1_000.0;

/// The days for which each marker was already read.
type Seen = BTreeMap<(SectionId, MarkerLabel), Vec<Period>>;

/// Reads the markers, from CSV and from GeoJSON, and places them on their sections.
pub(super) fn markers(
    tables: &Tables<'_>,
    settings: &Settings,
    border: &mut Border,
    problems: &mut Problems,
) -> Result<(), ReadError> {
    let written = Table::read(tables, &MARKERS, &[], settings, problems)?;
    let drawn = Table::read_features(tables, &MARKERS, &[], settings, problems)?;
    let (mut seen, mut markers, mut explained) = (Seen::new(), Vec::new(), Vec::new());
    for mut table in [written, drawn] {
        let wrong = ["left out", "no address can use markers that stand too far off"];
        explained.extend(table.examine(border, settings.tolerance + FAR_OFF, wrong, problems));
        markers.extend(table.read_each(problems, |row| marker(row, border, &mut seen)));
    }
    border.set_markers(markers, settings.tolerance);
    for marker in border.markers() {
        let Some(source) = marker.marker.source else { continue };
        let message = match &marker.placed {
            // A problem of the whole file says that its coordinates are wrong.
            Err(Unplaced::TooFar { .. }) if explained.contains(&source.file) => continue,
            Err(reason) => format!("{reason}; the marker still counts"),
            Ok(placed) => {
                match placed.rival.filter(|rival| too_near(placed.offset, rival.margin)) {
                    Some(rival) => format!(
                        "the marker stands {:.1} m from the line, and it would fit about as well {:.3} km \
                     further along it: check its coordinates; the nearest place in the order of the \
                     numbers is taken",
                        placed.offset,
                        (rival.foot.place.metres() - placed.place.metres()) / 1e3
                    ),
                    None => continue,
                }
            }
        };
        let problem = Problem::at(source, message).field("marker");
        problems.warn(problem.value(&marker.marker.label.to_string()));
    }
    same_spots(border, problems);
    descending(border, problems);
    Ok(())
}

/// Warns of markers with exactly the coordinates of a marker of another number before them.
fn same_spots(border: &Border, problems: &mut Problems) {
    let mut spots: BTreeMap<(&SectionId, [u64; 2]), Vec<&Marker>> = BTreeMap::new();
    for PlacedMarker { marker, .. } in border.markers() {
        let spot = [marker.at.lon(), marker.at.lat()].map(f64::to_bits);
        let here = spots.entry((&marker.section, spot)).or_default();
        let other = here
            .iter()
            .copied()
            .find(|other| is_another(other, marker) && !close_ring(border, other, marker));
        here.push(marker);
        let (Some(other), Some(source)) = (other, marker.source) else { continue };
        let place = match other.source {
            Some(at) if at.file == source.file => format!(" (line {})", at.line),
            Some(at) => format!(" ({}, line {})", at.file, at.line),
            None => String::new(),
        };
        let message = format!(
            "the marker stands exactly where marker {}{place} does: correct one of them; both are \
             used",
            other.label
        );
        let problem = Problem::at(source, message).field("marker");
        problems.warn(problem.value(&marker.label.to_string()));
    }
}

/// Whether two markers are of different numbers or names, and for some of the same days.
fn is_another(other: &Marker, marker: &Marker) -> bool {
    let same = match (other.label.position(), marker.label.position()) {
        (None, None) => other.label == marker.label,
        (own, others) => own == others,
    };
    !same && other.period.overlaps(&marker.period)
}

/// Whether two markers are the first and the last of a ring, which have one place.
fn close_ring(border: &Border, one: &Marker, other: &Marker) -> bool {
    let is_ring = border.section(&one.section).is_ok_and(|section| section.line().is_ring());
    let own = border.markers().iter().filter(|placed| placed.marker.section == one.section);
    let positions = own.filter_map(|placed| placed.marker.label.position());
    let (first, last) = (positions.clone().min(), positions.max());
    let ends = [one, other].map(|marker| marker.label.position());
    is_ring && first.is_some() && (ends == [first, last] || ends == [last, first])
}

/// Warns of sections along which the markers' numbers descend: they may be drawn from the wrong end.
fn descending(border: &Border, problems: &mut Problems) {
    for section in border.sections() {
        // Those that still stand: a line may have been numbered anew from its other end.
        let own = border.markers().iter().filter(|placed| {
            placed.marker.section == *section.id() && placed.marker.period.until().is_none()
        });
        let numbered = own.filter_map(|PlacedMarker { marker, placed }| {
            Some((marker.label.position()?, placed.ok()?.place, &marker.label))
        });
        let (first, last) = (numbered.clone().min(), numbered.max());
        let (Some((_, from, first)), Some((_, to, last))) = (first, last) else { continue };
        if to < from && !section.line().is_ring() {
            let message = format!(
                "the markers' numbers descend along section {}, from {last} to {first}: if it is \
                 drawn from the wrong end, reverse it, as start, kilometres and offsets count from \
                 its first vertex",
                section.id(),
            );
            problems.warn(Problem::in_file("border.geojson", message));
        }
    }
}

fn marker(row: &mut Row<'_>, border: &Border, seen: &mut Seen) -> Option<Marker> {
    let section = row.required("section", |text| known_section(border, text));
    let label = row.required("marker", str::parse::<MarkerLabel>);
    let aliases = row.lenient("alias", "the marker is kept without it", |text| {
        text.split_whitespace().map(str::parse).collect::<Result<Vec<MarkerLabel>, _>>()
    });
    let name = row.optional_name("name");
    let at = row.point();
    let period = row.period("from", "until");
    let (section, label, period, at) = (section?, label?, period?, at?);
    let periods = seen.entry((section.clone(), label.clone())).or_default();
    if periods.iter().any(|other| other.overlaps(&period)) {
        row.reject(
            "marker",
            "this marker stands a second time on this section for the same days: correct \
             its label, or remove the row",
        );
        return None;
    }
    periods.push(period);
    let (aliases, source) = (aliases.unwrap_or_default(), Some(row.source));
    Some(Marker { section, label, aliases, name, at, period, source })
}

/// Whether an answer on another reach costs no more than a receiver's inaccuracy would explain:
/// squared metres against an offset that could as well be [`AMBIGUITY_MARGIN`] greater.
fn too_near(offset: f64, margin: f64) -> bool {
    margin < (offset + AMBIGUITY_MARGIN).powi(2) - offset.powi(2)
}

/// The file of the markers of a border.
pub(super) fn file(border: &Border, style: CsvStyle) -> Option<File> {
    let mut table = TableOut::new(&MARKERS, style);
    for PlacedMarker { marker, .. } in border.markers() {
        let aliases: Vec<String> = marker.aliases.iter().map(ToString::to_string).collect();
        let number = |number: f64| style.mark.write(number.to_string());
        let cells = [
            ("section", marker.section.to_string()),
            ("marker", marker.label.to_string()),
            ("lon", number(marker.at.lon())),
            ("lat", number(marker.at.lat())),
            ("alias", aliases.join(" ")),
            ("name", cell(marker.name.as_ref())),
            ("from", cell(marker.period.since())),
            ("until", cell(marker.period.until())),
        ];
        table.push(marker.source, cells);
    }
    table.into_file()
}

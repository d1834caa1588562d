//! Villages that registered, or keep, what lies far from where they are.

use crate::geodesy::{LonLat, distance};
use crate::key::SectionKey;
use crate::problem::{Problem, Problems, Source};
use crate::registry::NO_FILE;
use crate::span::Span;
use crate::state::State;
use crate::units::Length;

/// A village is not far from what it keeps within this many metres: a day's walk there.
const NEAR: f64 = 30_000.0;

/// How many times farther than half of the others a village must be to be in doubt.
const USUAL: f64 = 10.0;

/// Farther than this, in metres, it is in doubt even where nothing is usual.
const FAR: f64 = 100_000.0;

/// Fewer rows than this make nothing usual.
const FEW: usize = 5;

/// A row, its village, and the metres between the village's place and the nearest of what it keeps.
struct FarRow<'a> {
    source: Option<Source>,
    village: &'a str,
    metres: f64,
}

/// Adds a problem for each registration in force, and each keeper of a marker, that is far from its
/// village's place, compared with the others.
pub(super) fn doubt_far_rows(state: &State, problems: &mut Problems) {
    doubt(&registrations(state), "what the village registered lies", problems);
    doubt(&keepers(state), "the marker that is kept stands", problems);
}

fn registrations(state: &State) -> Vec<FarRow<'_>> {
    let registry = state.registry();
    let rows = registry.keyed_rows().filter(|(_, _, row)| row.holds_on(state.day()));
    let far = rows.filter_map(|(key, village, row)| {
        let village = registry.village_at(village);
        let spans = &state.ledger().placements().of(key)?.spans;
        let points = spans.iter().flat_map(|&(section, span)| points(state, section, span));
        let metres = nearest(village.at?, points)?;
        Some(FarRow { source: row.source, village: village.id.as_str(), metres })
    });
    far.collect()
}

fn keepers(state: &State) -> Vec<FarRow<'_>> {
    let (registry, border) = (state.registry(), state.border());
    let rows = registry.keepers().iter().filter(|row| row.period.contains(state.day()));
    let far = rows.filter_map(|row| {
        let id = row.village.as_ref()?;
        let village = registry.village(id)?;
        let marker = registry.kept_marker(border, row, state.day()).ok()??;
        let metres = distance(village.at?, border.markers()[marker].marker.at);
        Some(FarRow { source: row.source, village: id.as_str(), metres })
    });
    far.collect()
}

/// The ends and the middle of a span on the ground.
fn points(state: &State, section: SectionKey, span: Span) -> Vec<LonLat> {
    let section = state.border().section_at(section);
    let Ok(calibration) = state.border().calibration(section.id(), state.survey()) else {
        return Vec::new();
    };
    let middle = span.from() + Length::from_mm(span.length().mm() / 2);
    let places = [span.from(), middle, span.to()].map(|measure| calibration.place(measure));
    places.into_iter().flatten().filter_map(|place| section.line().at(place).ok()).collect()
}

/// Adds a problem for each row that is far, compared with the others.
fn doubt(rows: &[FarRow<'_>], what: &str, problems: &mut Problems) {
    let usual = median(rows);
    let limit = if rows.len() < FEW { FAR } else { NEAR.max(USUAL * usual) };
    for row in rows.iter().filter(|row| row.metres > limit) {
        let message = format!(
            "{what} {:.1} km from the village's place, half of all within {:.1} km: check the \
             village, the section and where it lies",
            row.metres / 1e3,
            usual / 1e3
        );
        let problem = Problem::at(row.source.unwrap_or(NO_FILE), message).field("village");
        problems.warn(problem.value(row.village));
    }
}

/// The distance to the nearest of some points, in metres.
fn nearest(from: LonLat, points: impl Iterator<Item = LonLat>) -> Option<f64> {
    points.map(|point| distance(from, point)).min_by(f64::total_cmp)
}

/// The distance that half of the rows do not exceed.
fn median(rows: &[FarRow<'_>]) -> f64 {
    let mut metres: Vec<f64> = rows.iter().map(|row| row.metres).collect();
    metres.sort_by(f64::total_cmp);
    metres.get(metres.len() / 2).copied().unwrap_or(0.0)
}

//! A number by which a border and a registry are known again.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;

use super::{Declaration, Registry};
use crate::border::Border;
use crate::geodesy::LonLat;
use crate::marker::Address;
use crate::survey::Calibration;

/// A number that is the same for the same border and registry, and another one, but for chance,
/// where a section, survey, marker, area, village, stretch or what is declared of it differs, or
/// stands at another place. Names, households, pledges, keepers and groups do not count.
pub(super) fn print(border: &Border, registry: &Registry) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    of_border(border, &mut hasher);
    registry.printed.get_or_init(|| of_registry(registry)).hash(&mut hasher);
    hasher.finish()
}

fn of_registry(registry: &Registry) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    let areas = registry.areas.areas();
    areas.len().hash(&mut hasher);
    for area in areas {
        (&area.id, &area.level, &area.parent, area.period, &area.successors).hash(&mut hasher);
    }
    registry.jurisdictions.len().hash(&mut hasher);
    for row in &registry.jurisdictions {
        (&row.area, &row.section).hash(&mut hasher);
        [&row.from, &row.to].into_iter().for_each(|end| of_address(end, &mut hasher));
    }
    registry.villages.len().hash(&mut hasher);
    for village in &registry.villages {
        (&village.id, &village.areas).hash(&mut hasher);
        village.at.map(bits).hash(&mut hasher);
    }
    registry.registrations.len().hash(&mut hasher);
    for row in &registry.registrations {
        (&row.id, &row.village, row.since, row.until, row.state).hash(&mut hasher);
        of_declaration(&row.declared, &mut hasher);
    }
    hasher.finish()
}

fn of_border(border: &Border, hasher: &mut impl Hasher) {
    border.sections().len().hash(hasher);
    for section in border.sections() {
        (section.id(), section.line().length().to_bits()).hash(hasher);
        for survey in border.surveys().iter() {
            let knots = survey.section(section.id()).into_iter().flat_map(Calibration::knots);
            let knots: Vec<_> = knots.map(|(at, mm)| (at.metres().to_bits(), mm.mm())).collect();
            (survey.id(), survey.date(), knots).hash(hasher);
        }
    }
    border.markers().len().hash(hasher);
    for marker in border.markers() {
        let (place, marker) = (marker.placed.ok().map(|p| p.place), &marker.marker);
        (&marker.section, &marker.label, marker.period).hash(hasher);
        place.map(|place| place.metres().to_bits()).hash(hasher);
    }
}

fn of_declaration(declared: &Declaration, hasher: &mut impl Hasher) {
    std::mem::discriminant(declared).hash(hasher);
    match declared {
        Declaration::Written { section, from, to, survey } => {
            (section, survey).hash(hasher);
            of_address(from, hasher);
            of_address(to, hasher);
        }
        Declaration::Drawn { section, parts } => {
            section.hash(hasher);
            of_parts(parts, hasher);
        }
        Declaration::Land { section, polygons } => {
            (section, polygons.len()).hash(hasher);
            polygons.iter().for_each(|rings| of_parts(rings, hasher));
        }
    }
}

fn of_parts(parts: &[Vec<LonLat>], hasher: &mut impl Hasher) {
    parts.len().hash(hasher);
    for part in parts {
        part.len().hash(hasher);
        part.iter().for_each(|&point| bits(point).hash(hasher));
    }
}

fn of_address(address: &Address, hasher: &mut impl Hasher) {
    std::mem::discriminant(address).hash(hasher);
    match address {
        Address::Start | Address::End => {}
        Address::Km(measure) => measure.hash(hasher),
        Address::Marker(label, offset) => (label, offset).hash(hasher),
        Address::Point(at) => bits(*at).hash(hasher),
    }
}

fn bits(at: LonLat) -> [u64; 2] {
    [at.lon().to_bits(), at.lat().to_bits()]
}

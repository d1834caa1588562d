//! What runs along the line below its state: who keeps it, and which areas answer for it.

use std::collections::BTreeMap;

use super::lanes::lanes;
use crate::id::{SectionId, VillageId};
use crate::render::svg::tooltip::{StretchKey, Tooltips};
use crate::report::{MapArea, Report};
use crate::units::Measure;

/// Stretches of one kind along a section.
#[derive(Debug)]
pub(super) struct Band {
    pub(super) name: String,
    pub(super) items: Vec<Item>,
}

/// A stretch with a name.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) from: Measure,
    pub(super) to: Measure,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) class: &'static str,
    pub(super) key: StretchKey,
    /// The area's id, where it is one.
    pub(super) area: Option<String>,
    pub(super) lane: usize,
}

/// For each section its bands: the villages, then each of the lowest levels.
pub(super) fn bands(report: &Report, tooltips: &Tooltips<'_>) -> Vec<Vec<Band>> {
    let lowest = report.map.areas.iter().filter(|area| area.is_lowest);
    let mut levels: Vec<&str> = Vec::new();
    for area in lowest {
        if !levels.contains(&area.level.as_str()) {
            levels.push(&area.level);
        }
    }
    let of_section = |section: &SectionId| {
        let mut bands =
            vec![band(tooltips.lang.label("keepers"), keepers(report, section, tooltips))];
        for level in &levels {
            bands.push(band(tooltips.lang.level(level), areas(report, section, level, tooltips)));
        }
        bands.retain(|band| !band.items.is_empty());
        bands
    };
    report.sections.iter().map(|row| of_section(&row.section)).collect()
}

/// Puts stretches on lanes.
fn band(name: &str, mut items: Vec<Item>) -> Band {
    items.sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
    let stretches: Vec<_> = items.iter().map(|item| (item.from, item.to)).collect();
    for (i, (item, lane)) in items.iter_mut().zip(lanes(&stretches)).enumerate() {
        item.lane = lane;
        // Neighbours on a lane look different.
        if item.area.is_some() && i % 2 == 1 {
            item.class = "area other";
        }
    }
    Band { name: name.to_owned(), items }
}

/// What each village keeps of a section, pieces that touch as one.
fn keepers(report: &Report, section: &SectionId, tooltips: &Tooltips<'_>) -> Vec<Item> {
    let mut kept: BTreeMap<&VillageId, Vec<(Measure, Measure)>> = BTreeMap::new();
    for stretch in report.map.stretches.iter().filter(|s| s.at.section == *section) {
        for village in &stretch.villages {
            let pieces = kept.entry(village).or_default();
            match pieces.last_mut() {
                Some((_, to)) if *to == stretch.at.span.from() => *to = stretch.at.span.to(),
                _ => pieces.push((stretch.at.span.from(), stretch.at.span.to())),
            }
        }
    }
    let item = |(village, (from, to)): (&VillageId, (Measure, Measure))| {
        let name = tooltips.village(village).to_owned();
        Item {
            from,
            to,
            title: format!("{name}: {} km", tooltips.lang.km(to - from)),
            name,
            class: "keeper",
            key: StretchKey::new(section, from, to, std::slice::from_ref(village)),
            area: None,
            lane: 0,
        }
    };
    kept.into_iter()
        .flat_map(|(v, pieces)| pieces.into_iter().map(move |p| (v, p)))
        .map(item)
        .collect()
}

/// The stretches that the areas of a level answer for.
fn areas(report: &Report, section: &SectionId, level: &str, tooltips: &Tooltips<'_>) -> Vec<Item> {
    let of_level = report.map.areas.iter().filter(|area| area.is_lowest && area.level == level);
    let item = |area: &MapArea, row: &crate::border::Stretch| Item {
        from: row.span.from(),
        to: row.span.to(),
        name: area.name.clone(),
        title: format!(
            "{} · {}",
            area.name,
            tooltips.location(&row.section, &row.from, &row.to, row.length())
        ),
        class: "area",
        key: StretchKey::new(section, row.span.from(), row.span.to(), &[]),
        area: Some(area.area.to_string()),
        lane: 0,
    };
    of_level
        .flat_map(|area| area.stretches.iter().map(move |row| (area, row)))
        .filter(|(_, row)| row.section == *section)
        .map(|(area, row)| item(area, row))
        .collect()
}

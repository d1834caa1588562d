//! What is registered, and what is planned beside it; the registry stays as it is.

use std::collections::BTreeMap;

use border_coverage::border::Declared;
use border_coverage::cover::{Change, CoverIndex, Figures};
use border_coverage::units::Share;
use border_coverage::{Address, DataSet, Length, Report, SectionId, Span, SpanSet, VillageId};

use crate::Outcome;
use crate::args::Source;

/// A village and which of its stretches.
type Key = (VillageId, usize);

/// One section.
#[derive(Default)]
struct Section {
    registered: CoverIndex<Key>,
    kept: BTreeMap<VillageId, SpanSet>,
    /// What villages would keep, where something is planned for them.
    planned: BTreeMap<VillageId, SpanSet>,
}

/// The border as planned.
pub(super) struct Plan<'a> {
    data: &'a DataSet,
    report: &'a Report,
    source: &'a Source,
    sections: BTreeMap<SectionId, Section>,
}

impl Section {
    fn would_keep(&self, village: &VillageId) -> SpanSet {
        self.planned.get(village).or_else(|| self.kept.get(village)).cloned().unwrap_or_default()
    }

    /// From what is registered to what is planned: a village has its stretches under numbers.
    fn changes(&self) -> Vec<Change<Key>> {
        let mut changes = Vec::new();
        for (village, set) in &self.planned {
            let before = self.kept.get(village).map_or(0, |kept| kept.spans().len());
            for nth in 0..before.max(set.spans().len()) {
                let key = (village.clone(), nth);
                changes.push(match set.spans().get(nth) {
                    Some(&span) => Change::Insert(key, span),
                    None => Change::Remove(key),
                });
            }
        }
        changes
    }
}

impl<'a> Plan<'a> {
    /// What is registered on the day and in the survey of a report.
    pub(super) fn new(data: &'a DataSet, report: &'a Report, source: &'a Source) -> Self {
        let ids = data.border().sections().iter().map(|section| section.id().clone());
        let mut sections: BTreeMap<SectionId, Section> =
            ids.map(|id| (id, Section::default())).collect();
        for stretch in &report.map.stretches {
            let Some(section) = sections.get_mut(&stretch.at.section) else { continue };
            let Ok(span) = Span::between(stretch.at.span.from(), stretch.at.span.to()) else {
                continue;
            };
            for village in &stretch.villages {
                section.kept.entry(village.clone()).or_default().insert(span);
            }
        }
        for section in sections.values_mut() {
            for (village, set) in &section.kept {
                for (nth, span) in set.iter().enumerate() {
                    section.registered.insert((village.clone(), nth), span);
                }
            }
        }
        Self { data, report, source, sections }
    }

    /// Drops all that a village keeps.
    pub(super) fn drop(&mut self, village: &str) -> Outcome<()> {
        let village = VillageId::new(village)?;
        let keeps = |section: &&mut Section| !section.would_keep(&village).is_empty();
        let mut dropped = 0;
        for section in self.sections.values_mut().filter(keeps) {
            section.planned.insert(village.clone(), SpanSet::default());
            dropped += 1;
        }
        if dropped == 0 {
            return Err(format!("{village} keeps nothing: check its id").into());
        }
        Ok(())
    }

    /// Adds a stretch, written `VILLAGE:SECTION:FROM:TO`.
    pub(super) fn add(&mut self, text: &str) -> Outcome<()> {
        let parts: Vec<&str> = text.split(':').map(str::trim).collect();
        let [village, section, from, to] = parts[..] else {
            return Err("write VILLAGE:SECTION:FROM:TO".into());
        };
        let (village, section) = (VillageId::new(village)?, SectionId::new(section)?);
        let address = |text: &str| Address::parse(text, self.source.lang.mark());
        let survey = &self.report.survey;
        let declared = Declared {
            section: &section,
            from: &address(from)?,
            to: &address(to)?,
            survey,
            day: self.report.date,
        };
        let found = self.data.border().stretch(declared, survey).map_err(|wrong| wrong.reason)?;
        let planned = self.sections.get_mut(&section).ok_or("there is no such section")?;
        let mut set = planned.would_keep(&village);
        found.spans.iter().for_each(|&span| set.insert(span));
        planned.planned.insert(village, set);
        Ok(())
    }

    /// The registered length as planned, as a sentence.
    pub(super) fn figure(&self) -> String {
        let mut sum = Figures::default();
        for section in self.sections.values() {
            let figures = section.registered.what_if(&section.changes());
            sum.covered += figures.covered;
            sum.shared += figures.shared;
        }
        let (lang, total) = (self.source.lang, self.report.line.total());
        let km = |length: Length| lang.km(length);
        let share = lang.share(Share::of(sum.covered, total));
        let (covered, shared, total) = (km(sum.covered), km(sum.shared), km(total));
        self.source.say(
            format!("{covered} of {total} km registered, {share}; {shared} km shared"),
            format!(
                "đã đăng ký {covered} trên {total} km, {share}; {shared} km nhiều bản cùng giữ"
            ),
        )
    }
}

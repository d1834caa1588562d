//! Planning: drop villages, add stretches, and see the figure of the real border move, without
//! changing what is registered.
//!
//! `cargo run --release --example what_if -- -sin-thau-1 +new:laos:21.2:22.9`, each change an
//! argument, or with `-` alone each a line typed in.

#[macro_use]
#[path = "opening/mod.rs"]
mod opening;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::BufRead;
use std::process::ExitCode;

use border_coverage::cover::{Change, CoverIndex, Figures};
use border_coverage::registry::Claims;
use border_coverage::units::Share;
use border_coverage::{DataSet, Length, Measure, Span, SpanSet};
use jiff::civil::date;

type Any<T> = Result<T, Box<dyn Error>>;

/// A village's name and which of its stretches.
type Key = (String, usize);

/// A section: what is registered on it, and what is planned so far.
struct Planned {
    section: String,
    total: Length,
    registered: CoverIndex<Key>,
    /// What each village keeps there, each place once.
    kept: BTreeMap<String, SpanSet>,
    /// What it would keep, where something is planned for it.
    planned: BTreeMap<String, SpanSet>,
}

/// The border as planned.
struct Plan(Vec<Planned>);

const USAGE: &str = "what_if [CHANGE …]

  CHANGE  -VILLAGE drops a village; +VILLAGE:SECTION:FROM:TO adds a stretch, in kilometres; - alone
          reads changes typed in, each on a line";

fn main() -> ExitCode {
    opening::run_with(USAGE, changes(), |given| what_if(given))
}

/// The changes given; none where help is asked for.
fn changes() -> Any<Option<Vec<String>>> {
    let given = opening::texts().collect::<Any<Vec<_>>>()?;
    if given.iter().any(|argument| ["--help", "-h"].contains(&argument.as_str())) {
        return Ok(None);
    }
    match given.iter().find(|argument| argument.starts_with("--")) {
        Some(option) => Err(format!("there is no option {option}\n\n{USAGE}").into()),
        None => Ok(Some(given)),
    }
}

fn what_if(given: &[String]) -> Any<()> {
    let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    let mut plan = Plan::of(&data)?;
    println!("now {}", plan.figure());
    assert_eq!(plan.figures().covered, Length::from_km(365.861)?);

    if given == ["-"] {
        // A slip of the hand must not lose what was planned before.
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            let change = line.trim();
            if !change.is_empty() {
                plan.change(change).unwrap_or_else(|error| eprintln!("{error}"));
            }
        }
    } else if given.is_empty() {
        // The first gap on the Laos line is closed; a village gives up.
        plan.change("+new:laos:21.252876:22.894616")?;
        assert_eq!(plan.figures().covered, Length::from_km(365.861 + 1.641740)?);
        plan.change("-na-u-1")?;
    } else {
        given.iter().try_for_each(|change| plan.change(change))?;
    }
    Ok(())
}

impl Planned {
    fn would_keep(&self, village: &str) -> SpanSet {
        self.planned.get(village).or_else(|| self.kept.get(village)).cloned().unwrap_or_default()
    }

    fn plan(&mut self, village: &str, set: SpanSet) {
        self.planned.insert(village.to_owned(), set);
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

impl Plan {
    /// What is registered on the day of the first-year review.
    fn of(data: &DataSet) -> Any<Self> {
        let (border, registry, survey) = (data.border(), data.registry(), data.survey());
        let Claims { claims, .. } = registry.claims(border, survey, date(2017, 4, 25));
        let mut sections = Vec::new();
        for (i, section) in border.sections().iter().enumerate() {
            let mut kept = BTreeMap::new();
            for (v, village) in registry.villages().iter().enumerate() {
                // A village that registered a place twice keeps it once.
                let own = claims.iter().filter(|claim| (claim.section, claim.village) == (i, v));
                kept.insert(village.id.to_string(), own.map(|claim| claim.span).collect());
            }
            let stretches = kept.iter().flat_map(|(village, set): (&String, &SpanSet)| {
                set.iter().enumerate().map(move |(nth, span)| ((village.clone(), nth), span))
            });
            sections.push(Planned {
                section: section.id().to_string(),
                total: border.calibration(section.id(), survey)?.total(),
                registered: stretches.collect(),
                kept,
                planned: BTreeMap::new(),
            });
        }
        Ok(Self(sections))
    }

    /// `-VILLAGE` drops a village; `+VILLAGE:SECTION:FROM:TO` adds a stretch, in kilometres.
    fn change(&mut self, text: &str) -> Any<()> {
        self.plan(text).map_err(|error| format!("{text}: {error}"))?;
        println!("{text}: {}", self.figure());
        Ok(())
    }

    fn plan(&mut self, text: &str) -> Any<()> {
        if let Some(village) = text.strip_prefix('-').map(str::trim) {
            if village.is_empty() {
                return Err("no village is named: write -VILLAGE, or - as the only argument".into());
            }
            let own = self.0.iter_mut().filter(|planned| !planned.would_keep(village).is_empty());
            let dropped = own.map(|planned| planned.plan(village, SpanSet::default())).count();
            if dropped == 0 {
                return Err(format!("{village} keeps nothing: check its id").into());
            }
        } else {
            let parts: Vec<&str> = text.trim_start_matches('+').split(':').map(str::trim).collect();
            let [village, section, from, to] = parts[..] else {
                return Err("neither -VILLAGE nor +VILLAGE:SECTION:FROM:TO".into());
            };
            let at = |km: &str| -> Any<Measure> {
                let number = km.parse().map_err(|_| format!("{km} is no number of kilometres"))?;
                Ok(Measure::ZERO + Length::from_km(number)?)
            };
            let sections: Vec<&str> =
                self.0.iter().map(|planned| planned.section.as_str()).collect();
            let unknown =
                format!("no section is called {section}: there are {}", sections.join(", "));
            let span = Span::between(at(from)?, at(to)?)?;
            let found = self.0.iter_mut().find(|planned| planned.section == section);
            let planned = found.ok_or(unknown)?;
            if village.is_empty() {
                return Err("no village is named: write +VILLAGE:SECTION:FROM:TO".into());
            }
            if span.from() < Measure::ZERO {
                return Err(format!("{span} starts before the section, at less than 0 km").into());
            }
            if span.to().from_start() > planned.total {
                return Err(format!("{span} lies beyond the section's {}", planned.total).into());
            }
            planned.plan(village, planned.would_keep(village).union(&span.into()));
        }
        Ok(())
    }

    fn figures(&self) -> Figures {
        let mut sum = Figures::default();
        for planned in &self.0 {
            let figures = planned.registered.what_if(&planned.changes());
            sum.covered = sum.covered + figures.covered;
            sum.shared = sum.shared + figures.shared;
        }
        sum
    }

    fn figure(&self) -> String {
        let total = self.0.iter().fold(Length::ZERO, |sum, planned| sum + planned.total);
        let Figures { covered, shared, .. } = self.figures();
        format!("{covered} of {total} kept, {}; {shared} shared", Share::of(covered, total))
    }
}

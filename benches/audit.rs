//! A country's border over ten years, month by month: the whole report, and progress beside the
//! same figures by a plain sweep per area and day.

mod country;
mod lines;

use std::collections::BTreeMap;
use std::sync::Arc;

use border_coverage::audit::Every;
use border_coverage::period::Period;
use border_coverage::problem::Problems;
use border_coverage::registry::Status;
use border_coverage::{Ledger, Length, Measure, SectionId, Span, State};
use country::{Country, DAY};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::Date;

/// A stretch cut to an area, and when it is kept.
type Kept = (Span, Date, Option<Date>);

/// For each area that exists on the ledger's day, what was ever kept of what it answers for.
fn by_area(ledger: &Ledger) -> Vec<Vec<Vec<Kept>>> {
    let sections = ledger.sections().iter().map(|account| (&account.section, Vec::new()));
    let mut of_section: BTreeMap<&SectionId, Vec<Kept>> = sections.collect();
    for stretch in ledger.placed() {
        let (row, kept) = (stretch.registration, of_section.get_mut(stretch.section));
        kept.expect("a section").push((stretch.span, row.since, row.until));
    }
    of_section.values_mut().for_each(|kept| kept.sort_unstable());
    let cut = |(section, own): (&SectionId, &border_coverage::SpanSet)| {
        let inside = |&(span, since, until): &Kept| {
            own.iter().filter_map(move |o| Some((o.intersection(&span)?, since, until)))
        };
        of_section[section].iter().flat_map(inside).collect()
    };
    ledger.areas().iter().map(|row| ledger.jurisdiction(&row.area).map(cut).collect()).collect()
}

/// Covered length by sort and sweep.
fn sweep(mut spans: Vec<Span>) -> Length {
    spans.sort_unstable();
    let mut reach = Measure::from_mm(i64::MIN / 2);
    let mut sum = Length::ZERO;
    for span in spans {
        if span.to() > reach {
            sum += span.to() - span.from().max(reach);
            reach = span.to();
        }
    }
    sum
}

/// What is kept of every area on every day, one by one.
fn plain(areas: &[Vec<Vec<Kept>>], days: &[Date]) -> Vec<Vec<Length>> {
    let on = |sections: &Vec<Vec<Kept>>, day: Date| {
        sections.iter().fold(Length::ZERO, |sum, kept| {
            let holds = |one: &&Kept| one.1 <= day && one.2.is_none_or(|until| day < until);
            sum + sweep(kept.iter().filter(holds).map(|one| one.0).collect())
        })
    };
    areas.iter().map(|area| days.iter().map(|&day| on(area, day)).collect()).collect()
}

fn benches(c: &mut Criterion) {
    let country = Country::new().expect("a country");
    let (border, registry) = (Arc::new(country.border.clone()), Arc::new(country.registry.clone()));
    let close = || {
        let (border, registry) = (Arc::clone(&border), Arc::clone(&registry));
        State::close(border, registry, &country.survey, DAY).expect("a ledger")
    };
    let state = close();
    let ledger = state.ledger();
    let progress = state.progress(Every::Month).expect("a history");
    let days = state.days(Every::Month).expect("a history");
    let areas = by_area(ledger);
    let by_hand = plain(&areas, &days);
    for (row, by_hand) in ledger.areas().iter().zip(&by_hand) {
        let area = progress.areas.iter().find(|area| area.area == row.area);
        let area = area.expect("an area");
        // A commune that came of a merger has no figures before.
        for (day, by_hand) in area.days.iter().zip(by_hand) {
            let covered = day.and_then(|day| day.cover).map(|cover| cover.covered);
            assert!(covered.is_none_or(|covered| covered == *by_hand));
        }
    }
    let recognised = registry.registrations().iter().filter(|row| row.status == Status::Recognised);
    println!(
        "{} registrations ({} recognised), {} areas, {} rows, {} kept, {} gaps",
        registry.registrations().len(),
        recognised.count(),
        registry.areas().areas().len(),
        days.len(),
        ledger.line().share(),
        ledger.sections().iter().flat_map(border_coverage::ledger::SectionAccount::gaps).count()
    );
    let mut group = c.benchmark_group("audit");
    group.sample_size(10);
    group.bench_function("close", |b| b.iter(close));
    group.bench_function("progress by month", |b| b.iter(|| state.progress(Every::Month)));
    group.bench_function("plain sweep per area and day", |b| b.iter(|| plain(&areas, &days)));
    group.bench_function("progress by day", |b| b.iter(|| state.progress(Every::Day)));
    group.bench_function("endings", |b| b.iter(|| state.endings(Period::ALWAYS)));
    let years = state.days(Every::Year).expect("a history");
    group.bench_function("days by surveys", |b| b.iter(|| state.days_by_surveys(&years)));
    group.bench_function("carried", |b| b.iter(|| state.carried()));
    group.bench_function("naive", |b| b.iter(|| state.naive()));
    group.bench_function("report", |b| {
        b.iter(|| close().report("country", None, Problems::default()));
    });
    group.finish();
}

criterion_group!(audit, benches);
criterion_main!(audit);

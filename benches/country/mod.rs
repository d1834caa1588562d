//! A country's border over ten years: 5 provinces with 50 districts and 1,000 communes, 200 posts,
//! 20,000 villages with 100,000 registrations, always the same ones.

use border_coverage::admin::{Area, Forest};
use border_coverage::id::{GroupId, KeeperId};
use border_coverage::period::Period;
use border_coverage::registry::{Declaration, Group, Jurisdiction, Keeper, KeeperKind, Kept};
use border_coverage::survey::Calibration;
use border_coverage::{
    Address, AreaId, Border, Length, LonLat, Marker, Measure, Place, Polyline, Registration,
    RegistrationId, Registry, Section, SectionId, Survey, SurveyId, Village, VillageId,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::lines::{self, Random};

const PROVINCES: usize = 5;
/// Of each province.
const COMMUNES: usize = 200;
/// Of each commune.
const VILLAGES: usize = 20;
/// Of each village, one after another.
const TERMS: usize = 5;

/// The last day of the ten years.
pub(crate) const DAY: Date = date(2024, 12, 31);

/// Some communes were merged, two by two.
const MERGED: Date = date(2021, 1, 1);

type Any<T> = Result<T, border_coverage::Error>;

pub(crate) struct Country {
    pub(crate) border: Border,
    pub(crate) registry: Registry,
    pub(crate) survey: SurveyId,
}

impl Country {
    pub(crate) fn new() -> Any<Self> {
        let border = border()?;
        let survey = SurveyId::new("2015")?;
        let mut registry = Registry::new(forest()?, survey.clone());
        jurisdictions(&mut registry)?;
        let mut random = Random::new(7);
        for province in 0..PROVINCES {
            for commune in 0..COMMUNES {
                for lot in 0..VILLAGES {
                    village(&mut registry, &border, &mut random, [province, commune, lot])?;
                }
            }
        }
        Ok(Self { border, registry, survey })
    }
}

fn section(province: usize) -> Any<SectionId> {
    Ok(SectionId::new(&format!("s{province}"))?)
}

/// A marker of a section, two for each commune and one at the end, and metres behind it.
fn at(marker: usize, metres: i64) -> Any<Address> {
    Ok(Address::Marker((marker + 1).to_string().parse()?, Length::from_mm(metres * 1000)))
}

/// Sections of 400 km: a marker on each kilometre; two surveys, the first by every tenth marker.
fn border() -> Any<Border> {
    let vertices = lines::border(20_000);
    let mut sections = Vec::new();
    let mut markers = Vec::new();
    for province in 0..PROVINCES {
        let moved: Result<Vec<LonLat>, _> = vertices
            .iter()
            .map(|p| LonLat::new(p.lon() + 4.0 * province as f64, p.lat()))
            .collect();
        let line = Polyline::new(&[moved?])?;
        let id = section(province)?;
        for i in 0..2 * COMMUNES {
            let place = Place::new(line.length() * (i as f64 + 0.5) / (2 * COMMUNES) as f64)?;
            markers.push(Marker::new(id.clone(), (i + 1).to_string().parse()?, line.at(place)?));
        }
        sections.push(Section::new(id, None, line));
    }
    let mut border = Border::new(sections)?;
    border.set_markers(markers, 0.5);
    for (id, day, km, step) in
        [("2015", date(2015, 1, 9), 380.0, 10), ("2020", date(2020, 6, 1), 410.0, 1_000)]
    {
        let mut survey = Survey::new(SurveyId::new(id)?, day, None)?;
        for section in border.sections() {
            let end = section.line().end();
            let of_section = border.markers().iter().filter(|m| m.marker.section == *section.id());
            let places =
                of_section.skip(9).step_by(step).filter_map(|m| Some(m.placed.ok()?.place));
            let measure = |place: Place| {
                let share = place.metres() / end.metres();
                // Up to 200 m off the plain scale.
                let off = 2e5 * (share * 40.0).sin() * share * (1.0 - share);
                (place, Measure::from_mm((share * km * 1e6 + off) as i64))
            };
            let controls: Vec<_> = places.map(measure).collect();
            let map = Calibration::new(end, Length::from_km(km)?, &controls)?;
            survey.add(section.id().clone(), map)?;
        }
        border.add_survey(survey).unwrap();
    }
    Ok(border)
}

fn area(id: String, level: &str, parent: Option<String>, period: Period) -> Any<Area> {
    let parent = parent.map(|id| AreaId::new(&id)).transpose()?;
    Ok(Area::new(AreaId::new(&id)?, id, level).with_parent(parent).with_period(period))
}

/// The commune that takes the place of some.
fn merged(province: usize, commune: usize) -> Option<String> {
    (commune % 20 < 2).then(|| format!("m{province}-{}", commune / 20))
}

fn forest() -> Any<Forest> {
    let mut areas = Vec::new();
    let (until, from) = (Period::new(None, Some(MERGED))?, Period::from(MERGED));
    for p in 0..PROVINCES {
        areas.push(area(format!("p{p}"), "province", None, Period::ALWAYS)?);
        for d in 0..10 {
            areas.push(area(
                format!("d{p}-{d}"),
                "district",
                Some(format!("p{p}")),
                Period::ALWAYS,
            )?);
            areas.push(area(format!("m{p}-{d}"), "commune", Some(format!("d{p}-{d}")), from)?);
        }
        for c in 0..COMMUNES {
            let successor = merged(p, c);
            let period = if successor.is_some() { until } else { Period::ALWAYS };
            let district = Some(format!("d{p}-{}", c / 20));
            let mut commune = area(format!("c{p}-{c}"), "commune", district, period)?;
            let successors: Result<_, _> = successor.iter().map(|id| AreaId::new(id)).collect();
            commune.successors = successors?;
            areas.push(commune);
            if c % 5 == 0 {
                areas.push(area(format!("post{p}-{}", c / 5), "post", None, Period::ALWAYS)?);
            }
        }
    }
    Ok(Forest::new(areas).0)
}

fn jurisdictions(registry: &mut Registry) -> Any<()> {
    let mut add = |id: String, province, ends: [Address; 2]| -> Any<()> {
        let (area, section) = (AreaId::new(&id)?, section(province)?);
        Ok(registry.add_jurisdiction(Jurisdiction::new(area, section, ends.into()))?)
    };
    let last = 2 * COMMUNES;
    let end = |marker: usize, metres| match marker {
        0 => Ok(Address::Start),
        m if m >= last => Ok(Address::End),
        m => at(m, metres),
    };
    for p in 0..PROVINCES {
        for c in 0..COMMUNES {
            add(format!("c{p}-{c}"), p, [end(2 * c, 0)?, end(2 * c + 2, 0)?])?;
        }
        for post in 0..COMMUNES / 5 {
            let ends = [end(10 * post, 300)?, end(10 * post + 10, 300)?];
            add(format!("post{p}-{post}"), p, ends)?;
        }
    }
    Ok(())
}

/// A village with its lot of the commune's line, term by term; its households and its group.
fn village(
    registry: &mut Registry,
    border: &Border,
    random: &mut Random,
    [p, c, lot]: [usize; 3],
) -> Any<()> {
    let id = VillageId::new(&format!("v{p}-{c}-{lot}"))?;
    let line = border.sections()[p].line();
    let share = (c as f64 + (lot as f64 + 0.5) / VILLAGES as f64) / COMMUNES as f64;
    let on = line.at(Place::new(line.length() * share)?)?;
    let mut stray = || (random.share() - 0.5) * 0.02;
    let place = LonLat::new(on.lon() + stray(), on.lat() + stray())?;
    let areas = [AreaId::new(&format!("c{p}-{c}"))?, AreaId::new(&format!("post{p}-{}", c / 5))?];
    registry.add_village(Village::new(id.clone(), "village").at(place).areas(areas))?;
    let mut since = date(2015, 2, 1).saturating_add(((random.share() * 600.0) as i32).days());
    for term in 0..TERMS {
        let kept = (650.0 + random.share() * 200.0) as i32;
        let until = since.saturating_add(kept.days());
        // Some 120 m of a lot of 95, so that neighbours share; now and then on kilometres.
        let first = (2 * c * 950 + lot * 95) as i64 - 10 - (random.share() * 10.0) as i64;
        let (from, to) = (first.max(0), (first + 115).min(379_900));
        let end = |metres: i64| match lot % 4 {
            0 => Ok(Address::Km(Length::from_mm(metres * 1000))),
            _ => at((2 * c).min(2 * COMMUNES - 2), metres - 2 * c as i64 * 950),
        };
        let (from, to) = (end(from)?, end(to)?);
        let named = (lot % 4 == 0).then(|| SurveyId::new("2015")).transpose()?;
        let declared = Declaration::Written { section: section(p)?, from, to, survey: named };
        let number = RegistrationId::new(&format!("r{p}-{c}-{lot}-{term}"))?;
        let mut row = Registration::new(number, id.clone(), declared, since).until(until);
        if random.share() < 0.6 {
            row = row.recognised();
        }
        registry.add_registration(row)?;
        // Most go on at once; some only after a while.
        let pause = if random.share() < 0.8 { 0.0 } else { random.share() * 300.0 };
        since = until.saturating_add((pause as i32).days());
    }
    let began = date(2015, 2, 1).saturating_add(((random.share() * 3_000.0) as i32).days());
    let label = (2 * c + 1 + lot % 2).to_string().parse()?;
    let (household, keeps) = (format!("h{p}-{c}-{lot}"), Kept::Marker(section(p)?, label));
    let keeper = Keeper::new(KeeperId::new(&household)?, KeeperKind::Household, keeps);
    let people = 1 + lot as u32 % 5;
    registry.add_keeper(keeper.village(id.clone()).people(people).period(began))?;
    let group = GroupId::new(&format!("g{p}-{c}-{lot}"))?;
    registry.add_group(Group::new(group, id, 7).period(began))?;
    Ok(())
}

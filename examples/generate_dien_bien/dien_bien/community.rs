//! Security groups and commendations.

use super::areas::{DISTRICTS, district_of};
use super::random::Random;
use super::table::csv_text;
use super::villages::Village;
use super::{DAY_NUMBER, Outcome, day};

/// Groups in force, and their members: published.
const GROUPS: usize = 347;
const MEMBERS: u32 = 2_041;
/// Groups that were dissolved, or joined with another.
const ENDED: usize = 9;
/// Commendations by the districts: published.
const COLLECTIVES: usize = 32;
const PERSONS: usize = 52;

/// `groups.csv`
pub(super) fn groups_csv(villages: &[Village], random: &mut Random) -> Outcome<String> {
    let members = random.deal(MEMBERS, GROUPS, 4, 9)?;
    let mut groups: Vec<(usize, u32, i64, Option<i64>)> = Vec::new();
    for (i, members) in members.into_iter().enumerate() {
        // Two in each village, the rest anywhere.
        let anywhere = random.below(villages.len());
        let village = if i < 2 * villages.len() { i / 2 } else { anywhere };
        groups.push((village, members, random.between(10, 700), None));
    }
    for _ in 0..ENDED {
        let (village, members) = (random.below(villages.len()), random.between(4, 9) as u32);
        let until = Some(random.between(250, 790));
        groups.push((village, members, random.between(10, 200), until));
    }
    groups.sort_by_key(|group| group.0);
    let mut rows = Vec::new();
    for (number, (village, members, since, until)) in (1..).zip(groups) {
        let until = until.map(day).transpose()?.map(|d| d.to_string());
        rows.push([
            format!("t{number:03}"),
            villages[village].id.clone(),
            members.to_string(),
            day(since)?.to_string(),
            until.unwrap_or_default(),
        ]);
    }
    csv_text(["group", "village", "members", "since", "until"], &rows)
}

/// `commendations.csv`, its days written as the offices write them.
pub(super) fn commendations_csv(villages: &[Village], random: &mut Random) -> Outcome<String> {
    let mut commended: Vec<(i64, &str, &Village)> = Vec::new();
    while commended.len() < COLLECTIVES + PERSONS {
        let kind = if commended.len() < COLLECTIVES { "collective" } else { "person" };
        let number = commended.len();
        // Every district commends somebody.
        let village = random.pick(villages)?;
        let wanted =
            DISTRICTS.get(number % COLLECTIVES).is_none_or(|d| d.0 == district_of(village.commune));
        let again = kind == "collective" && commended.iter().any(|c| c.2.id == village.id);
        if wanted && !again {
            commended.push((random.between(300, DAY_NUMBER - 10), kind, village));
        }
    }
    commended.sort_by_key(|c| c.0);
    let mut rows = Vec::new();
    for (on, kind, village) in commended {
        let on = day(on)?;
        rows.push([
            format!("{:02}/{:02}/{}", on.day(), on.month(), on.year()),
            district_of(village.commune).to_owned(),
            kind.to_owned(),
            village.id.clone(),
        ]);
    }
    csv_text(["date", "by", "kind", "village"], &rows)
}

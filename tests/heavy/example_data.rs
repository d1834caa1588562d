//! The example data set: the committed files are what the generator writes, the published totals
//! follow from their rows, and no two rows contradict each other.

#[path = "../../examples/generate_dien_bien/dien_bien/mod.rs"]
mod dien_bien;
#[path = "example_data/folder.rs"]
mod folder;

use std::collections::{BTreeMap, BTreeSet};

use border_coverage::cover::overlay;
use border_coverage::geodesy::distance;
use border_coverage::units::Share;
use border_coverage::{LonLat, Measure, Span, SpanSet};
use folder::{Measured, Outcome, Row, lines, path, rows, rows_on};
use geo::Contains;
use jiff::civil::{Date, date};
use unicode_normalization::is_nfc;

/// The day of the published review.
const DAY: Date = date(2017, 4, 25);

fn ids(file: &str, column: &str) -> Outcome<BTreeSet<String>> {
    let rows = rows(file)?;
    let ids: BTreeSet<String> = rows.iter().map(|r| r.get(column).to_owned()).collect();
    assert_eq!(ids.len(), rows.len(), "{file}: {column} repeats");
    Ok(ids)
}

#[test]
fn the_committed_files_are_what_the_generator_writes() -> Outcome {
    for (name, contents) in dien_bien::generate()? {
        let committed = std::fs::read_to_string(path("dien_bien").join(name))?;
        assert!(committed == contents, "{name}: run `cargo run --example generate_dien_bien`");
    }
    Ok(())
}

#[test]
fn the_line_is_the_real_one_from_the_tripoint_on() -> Outcome {
    let mut source = lines(&path("source/dien_bien_border_osm.geojson"))?;
    source[0].1.reverse();
    let written = lines(&path("dien_bien/border.geojson"))?;
    for (i, section) in ["laos", "china"].into_iter().enumerate() {
        assert_eq!(written[i].0["section"], section);
        assert_eq!(written[i].1, source[i].1);
        assert_eq!(written[i].1[0], [102.143864, 22.400484]);
    }
    Ok(())
}

#[test]
fn every_marker_stands_by_the_line_in_the_order_of_its_number() -> Outcome {
    let sections = Measured::all()?;
    let count = |section: &str| sections[section].markers.len();
    assert_eq!((count("china"), count("laos")), (17, 170));
    let mut in_hairpins = 0;
    for measured in sections.values() {
        for pair in measured.markers.windows(2) {
            let ((a, at_a), (b, at_b)) = (&pair[0], &pair[1]);
            assert!(a.label < b.label, "{} {}", a.label, b.label);
            let twins = a.label.position() == b.label.position();
            assert_eq!(twins, at_a.place == at_b.place, "{} {}", a.label, b.label);
            assert!(at_a.place <= at_b.place);
        }
        for (marker, placed) in &measured.markers {
            let reach =
                if marker.label.to_string().contains('(') { 30.0..125.0 } else { 0.0..21.0 };
            assert!(reach.contains(&placed.offset), "{} at {}", marker.label, placed.offset);
            in_hairpins += usize::from(measured.line.feet_within(marker.at, 500.0).len() > 1);
        }
    }
    assert!(in_hairpins >= 4, "{in_hairpins} markers stand where the line comes near itself");
    Ok(())
}

/// The stretches of all areas of a level, by section.
fn jurisdictions(
    sections: &BTreeMap<String, Measured>,
    level: &str,
) -> Outcome<BTreeMap<String, Vec<(Span, String)>>> {
    let areas = rows("areas.csv")?;
    let level_of: BTreeMap<&str, &str> =
        areas.iter().map(|a| (a.get("area"), a.get("level"))).collect();
    let mut stretches: BTreeMap<String, Vec<(Span, String)>> = BTreeMap::new();
    for row in rows("jurisdictions.csv")?.iter().filter(|r| level_of[r.get("area")] == level) {
        let section = row.get("section");
        let span = sections[section].span(row)?;
        stretches.entry(section.to_owned()).or_default().push((span, row.get("area").to_owned()));
    }
    Ok(stretches)
}

#[test]
fn each_level_of_areas_tiles_the_line() -> Outcome {
    let sections = Measured::all()?;
    let areas = rows("areas.csv")?;
    ids("areas.csv", "area")?;
    for (level, number) in [("province", 1), ("district", 4), ("commune", 29), ("post", 17)] {
        assert_eq!(areas.iter().filter(|a| a.get("level") == level).count(), number);
        let stretches = jurisdictions(&sections, level)?;
        for (section, measured) in &sections {
            let pieces = overlay(measured.survey_2015.extent(), &stretches[section]);
            assert!(pieces.iter().all(|p| p.owners.len() == 1), "{level} on {section}");
        }
        let answering: BTreeSet<&String> = stretches.values().flatten().map(|s| &s.1).collect();
        assert_eq!(answering.len(), number, "{level}");
    }
    let posts = &jurisdictions(&sections, "post")?["laos"];
    let districts = &jurisdictions(&sections, "district")?["laos"];
    let crosses = |post: &&(Span, String)| {
        districts.iter().filter(|d| d.0.intersection(&post.0).is_some()).count() > 1
    };
    assert!(posts.iter().filter(crosses).count() >= 3);
    Ok(())
}

#[test]
fn a_district_answers_for_what_its_communes_answer_for() -> Outcome {
    let sections = Measured::all()?;
    let areas = rows("areas.csv")?;
    let parent: BTreeMap<&str, &str> =
        areas.iter().map(|a| (a.get("area"), a.get("parent"))).collect();
    let communes = jurisdictions(&sections, "commune")?;
    for (section, districts) in jurisdictions(&sections, "district")? {
        for (span, district) in districts {
            let own: SpanSet = communes[&section]
                .iter()
                .filter(|(_, commune)| parent[commune.as_str()] == district)
                .map(|c| c.0)
                .collect();
            assert_eq!(own.spans(), [span], "{district} on {section}");
        }
    }
    Ok(())
}

/// Closes the line far inland.
fn vietnam(sections: &BTreeMap<String, Measured>) -> geo::Polygon {
    let points = |section: &str| sections[section].line.parts().flatten().collect::<Vec<LonLat>>();
    let mut ring: Vec<geo::Coord> = points("laos").into_iter().rev().map(Into::into).collect();
    ring.extend(points("china").into_iter().map(geo::Coord::from));
    ring.extend([(103.0, 22.4), (104.0, 21.5), (103.9, 20.95)].map(geo::Coord::from));
    geo::Polygon::new(ring.into(), Vec::new())
}

#[test]
fn villages_lie_inland_within_a_walk_and_where_their_commune_and_post_say() -> Outcome {
    let sections = Measured::all()?;
    let (inland, villages) = (vietnam(&sections), rows("villages.csv")?);
    let communes = jurisdictions(&sections, "commune")?;
    let posts = jurisdictions(&sections, "post")?;
    assert_eq!(ids("villages.csv", "village")?.len(), 125);
    assert_eq!(ids("villages.csv", "name")?.len(), 125);
    for village in &villages {
        let (id, at) = (village.get("village"), village.point()?);
        assert!(is_nfc(village.get("name")) && village.get("name").starts_with("Bản "));
        assert!(inland.contains(&geo::Point::from(at)), "{id} lies abroad");
        let feet = sections.iter().map(|(section, m)| (section, m, m.line.nearest(at)));
        let (section, measured, foot) =
            feet.min_by(|a, b| a.2.distance.total_cmp(&b.2.distance)).ok_or("no sections")?;
        assert!((300.0..8_000.0).contains(&foot.distance), "{id}: {} m", foot.distance);
        let measure = measured.survey_2015.measure(foot.place);
        let holder = |stretches: &BTreeMap<String, Vec<(Span, String)>>| {
            stretches[section].iter().find(|s| s.0.contains(measure)).map(|s| s.1.clone())
        };
        assert_eq!(holder(&communes).as_deref(), Some(village.get("commune")), "{id}");
        assert_eq!(holder(&posts).as_deref(), Some(village.get("post")), "{id}");
    }
    let taking_part: BTreeSet<&str> = villages.iter().map(|v| v.get("commune")).collect();
    assert_eq!(taking_part.len(), 29);
    Ok(())
}

/// What is registered on the day, by section.
fn registered(sections: &BTreeMap<String, Measured>) -> Outcome<BTreeMap<String, SpanSet>> {
    let mut spans: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for row in rows_on("registrations.csv", DAY)? {
        let span = sections[row.get("section")].span(&row)?;
        spans.entry(row.get("section").to_owned()).or_default().push(span);
    }
    Ok(spans.into_iter().map(|(section, spans)| (section, spans.into_iter().collect())).collect())
}

#[test]
fn the_published_lengths_follow_from_the_rows() -> Outcome {
    let sections = Measured::all()?;
    let registered = registered(&sections)?;
    let (mut kept, mut total, mut gaps) = (0, 0, Vec::new());
    let (mut kept_2017, mut total_2017) = (0, 0);
    for (section, set) in &registered {
        let measured = &sections[section];
        let extent = measured.survey_2015.extent();
        assert!(set.spans().iter().all(|s| s.intersection(&extent) == Some(*s)));
        kept += set.length().mm();
        total += extent.length().mm();
        gaps.extend(set.gaps(extent).spans().iter().map(|g| g.length().mm()));
        for span in set.spans() {
            kept_2017 += (measured.carried(span.to())? - measured.carried(span.from())?).mm();
        }
        total_2017 += measured.survey_2017.total().mm();
    }
    assert_eq!((kept, total), (365_861_000, 400_861_000));
    assert_eq!(gaps.iter().sum::<i64>(), 35_000_000);
    assert_eq!(gaps.len(), 15);
    assert!(gaps.iter().all(|mm| (300_000..6_000_000).contains(mm)), "{gaps:?}");
    let share = |part, whole| {
        let mm = border_coverage::Length::from_mm;
        Share::of(mm(part), mm(whole))
    };
    assert_eq!(share(kept, total).to_string(), "91.27 %");
    assert_eq!(total_2017, 455_573_000);
    assert!(share(kept_2017, total_2017).ratio() < share(kept, total).ratio());
    Ok(())
}

#[test]
fn every_village_keeps_a_stretch_within_its_reach() -> Outcome {
    let sections = Measured::all()?;
    let villages = rows("villages.csv")?;
    let at: BTreeMap<&str, LonLat> =
        villages.iter().map(|v| Ok((v.get("village"), v.point()?))).collect::<Outcome<_>>()?;
    let mut collectives = BTreeSet::new();
    for row in rows("registrations.csv")? {
        let measured = &sections[row.get("section")];
        let span = measured.span(&row)?;
        let end = |mm: Measure| -> Outcome<f64> {
            let place = measured.survey_2015.place(mm)?;
            Ok(distance(at[row.get("village")], measured.line.at(place)?))
        };
        let nearer = end(span.from())?.min(end(span.to())?);
        assert!(nearer < 12_000.0, "{}: {nearer} m", row.get("registration"));
        if row.holds_on(DAY)? {
            collectives.insert(row.get("village").to_owned());
        }
    }
    assert_eq!(collectives.len(), 125);
    Ok(())
}

#[test]
fn stretches_are_written_in_all_the_ways_offices_write_them() -> Outcome {
    let sections = Measured::all()?;
    let (mut overlaps, all) = (Vec::new(), rows("registrations.csv")?);
    for (section, measured) in &sections {
        let mut claims = Vec::new();
        for row in rows_on("registrations.csv", DAY)?.iter().filter(|r| r.get("section") == section)
        {
            claims.push((measured.span(row)?, row.get("village").to_owned()));
        }
        let pieces = overlay(measured.survey_2015.extent(), &claims);
        overlaps.extend(pieces.iter().filter(|p| p.owners.len() > 1).map(|p| p.span.length().mm()));
    }
    assert!(overlaps.len() > 20 && overlaps.iter().min() < Some(&100_000));
    assert!(overlaps.iter().max() > Some(&1_000_000));
    let ends: Vec<&str> = all.iter().flat_map(|r| [r.get("from"), r.get("to")]).collect();
    let any = |form: &dyn Fn(&str) -> bool| ends.iter().any(|end| form(end));
    assert!(any(&|e| e == "start") && any(&|e| e == "end"));
    assert!(any(&|e| e.starts_with("km ")) && any(&|e| e.starts_with("@ ")));
    assert!(any(&|e| e.contains("+") && e.ends_with(" m")) && any(&|e| e.ends_with(" km")));
    assert!(any(&|e| e.contains("-")) && any(&|e| e.contains('(')) && any(&|e| e.contains('/')));
    assert!(any(&|e| e.starts_with(['G', 'T'])));
    let descending = |r: &&Row| {
        let measure = |column| sections[r.get("section")].measure(r.get(column)).ok();
        measure("from") > measure("to")
    };
    assert!(all.iter().filter(descending).count() > 20);
    Ok(())
}

#[test]
fn no_two_registrations_contradict() -> Outcome {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut states: BTreeMap<String, Vec<(Date, Date, String)>> = BTreeMap::new();
    let villages = ids("villages.csv", "village")?;
    for row in rows("registrations.csv")? {
        let (id, village) = (row.get("registration"), row.get("village"));
        assert!(villages.contains(village));
        let holder = seen.entry(id.to_owned()).or_insert_with(|| village.to_owned());
        assert_eq!(holder, village, "{id}");
        let (since, until) = row.period()?;
        assert!(since < until, "{id}");
        let ends = ["section", "from", "to"].map(|c| row.get(c)).join("|");
        let history = states.entry(format!("{id}|{ends}")).or_default();
        assert!(history.iter().all(|h| h.1 <= since || until <= h.0), "{id}");
        history.push((since, until, row.get("state").to_owned()));
    }
    for history in states.values() {
        // Registered first, recognised from the day on which that state ended.
        let names: Vec<&str> = history.iter().map(|h| h.2.as_str()).collect();
        assert!(names == ["registered"] || names == ["registered", "recognised"]);
        assert!(history.windows(2).all(|w| w[0].1 == w[1].0));
    }
    assert!(states.values().flatten().any(|h| h.1 <= DAY && h.2 == "recognised"));
    assert!(states.values().flatten().any(|h| h.0 > DAY));
    Ok(())
}

#[test]
fn the_published_keepers_follow_from_the_rows() -> Outcome {
    let mut people: BTreeMap<String, u32> = BTreeMap::new();
    let (mut markers, mut works) = (BTreeSet::new(), BTreeSet::new());
    for row in rows("keepers.csv")? {
        // The number stands on the first row; where it stands again it is the same.
        let id = row.get("keeper").to_owned();
        if !row.get("people").is_empty() {
            let number = row.number("people")?;
            assert_eq!(*people.entry(id).or_insert(number), number);
        }
    }
    let held = rows_on("keepers.csv", DAY)?;
    for row in &held {
        assert_eq!(row.get("kind"), "household");
        match row.get("work") {
            "" => markers.insert((row.get("section").to_owned(), row.get("marker").to_owned())),
            work => works.insert(work.to_owned()),
        };
    }
    let keepers: BTreeSet<&str> = held.iter().map(|r| r.get("keeper")).collect();
    assert_eq!(keepers.len(), 2_789);
    assert_eq!(keepers.iter().map(|k| people[*k]).sum::<u32>(), 3_816);
    let known: BTreeSet<(String, String)> = rows("markers.csv")?
        .iter()
        .map(|r| (r.get("section").to_owned(), r.get("marker").to_owned()))
        .collect();
    assert!(markers.is_subset(&known));
    assert_eq!((markers.len(), known.len()), (173, 187));
    assert_eq!(works, ids("works.csv", "work")?);
    assert_eq!(works.len(), 4);
    Ok(())
}

#[test]
fn no_two_keepers_rows_contradict() -> Outcome {
    let mut keepers: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut terms: BTreeMap<String, Vec<(Date, Date)>> = BTreeMap::new();
    for row in rows("keepers.csv")? {
        let id = row.get("keeper").to_owned();
        let home = (row.get("kind").to_owned(), row.get("village").to_owned());
        assert_eq!(keepers.entry(id.clone()).or_insert(home.clone()), &home, "{id}");
        assert_ne!(row.get("marker").is_empty(), row.get("work").is_empty(), "{id}");
        assert_eq!(row.get("marker").is_empty(), row.get("section").is_empty(), "{id}");
        let (since, until) = row.period()?;
        assert!(since < until, "{id}");
        let kept = ["keeper", "section", "marker", "work"].map(|c| row.get(c)).join("|");
        let before = terms.entry(kept).or_default();
        assert!(before.iter().all(|t| t.1 <= since || until <= t.0), "{id}");
        before.push((since, until));
    }
    for village in rows("villages.csv")? {
        let own = keepers.values().filter(|k| k.1 == village.get("village")).count();
        assert!(own <= village.number("households")?, "{}", village.get("village"));
    }
    assert!(keepers.values().any(|k| k.0 == "person"));
    Ok(())
}

#[test]
fn works_groups_and_commendations_are_as_published() -> Outcome {
    let sections = Measured::all()?;
    for work in rows("works.csv")? {
        let measured = &sections[work.get("section")];
        assert!(measured.measure(work.get("at"))? <= measured.survey_2015.extent().to());
    }
    let villages = rows("villages.csv")?;
    let commune: BTreeMap<&str, &str> =
        villages.iter().map(|v| (v.get("village"), v.get("commune"))).collect();
    ids("groups.csv", "group")?;
    let groups = rows_on("groups.csv", DAY)?;
    let members: Result<Vec<u32>, _> = groups.iter().map(|g| g.number::<u32>("members")).collect();
    assert_eq!((groups.len(), members?.iter().sum::<u32>()), (347, 2_041));
    assert!(groups.iter().all(|g| commune.contains_key(g.get("village"))));
    let areas = rows("areas.csv")?;
    let parent: BTreeMap<&str, &str> =
        areas.iter().map(|a| (a.get("area"), a.get("parent"))).collect();
    let (mut kinds, mut by) = (BTreeMap::new(), BTreeSet::new());
    for row in rows("commendations.csv")? {
        assert!(border_coverage::period::parse_date(row.get("date"))? < DAY);
        assert_eq!(row.get("by"), parent[commune[row.get("village")]]);
        *kinds.entry(row.get("kind").to_owned()).or_insert(0) += 1;
        by.insert(row.get("by").to_owned());
    }
    assert_eq!((kinds["collective"], kinds["person"], by.len()), (32, 52, 4));
    Ok(())
}

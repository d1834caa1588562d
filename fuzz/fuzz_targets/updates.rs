//! After any sequence of updates the index agrees with the static accounts of its spans.
//!
//! `cargo +nightly fuzz run updates`
#![no_main]

use std::collections::BTreeMap;

use border_coverage::cover::{Change, CoverIndex, DepthMap, covered_length};
use border_coverage::{Measure, Span, SpanSet};
use libfuzzer_sys::fuzz_target;

/// A position from three bytes: near zero, or near either end of the range.
fn position(bytes: [u8; 3]) -> Measure {
    let limit = Span::LIMIT.mm();
    let near = i64::from(u16::from_le_bytes([bytes[0], bytes[1]])) - (1 << 15);
    Measure::from_mm(match bytes[2] % 8 {
        0 => limit - near.abs(),
        1 => near.abs() - limit,
        scale => near << (4 * (scale - 2)),
    })
}

fn change(bytes: &[u8]) -> Option<Change<u16>> {
    let &[key, action, a, b, c, d, e, f] = bytes else { return None };
    let key = u16::from_le_bytes([key, action / 3]);
    if action % 3 == 0 {
        return Some(Change::Remove(key));
    }
    Span::between(position([a, b, c]), position([d, e, f])).ok().map(|span| Change::Insert(key, span))
}

/// Pseudo-random spans, up to 8,000, so that the tree has several levels from the start; updates
/// alone would need a very long input.
fn seeded(seed: u64, spans: usize) -> BTreeMap<u16, Span> {
    let mut dice = seed.max(1);
    let mut roll = || {
        // xorshift64 (Marsaglia 2003)
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice.to_le_bytes()
    };
    let mut change = || change(&roll());
    let changes = (0..spans).filter_map(|_| change());
    changes
        .filter_map(|c| if let Change::Insert(key, span) = c { Some((key, span)) } else { None })
        .collect()
}

fuzz_target!(|data: &[u8]| {
    let Some((&[seed, count, by_hand], updates)) = data.split_first_chunk() else { return };
    let mut held = seeded(seed.into(), 32 * usize::from(count));
    let mut index: CoverIndex<u16> = if by_hand % 2 == 0 {
        held.iter().map(|(&key, &span)| (key, span)).collect()
    } else {
        let mut index = CoverIndex::new();
        held.iter().for_each(|(&key, &span)| drop(index.insert(key, span)));
        index
    };
    let all: Vec<Change<u16>> = updates.chunks(8).filter_map(change).collect();
    let planned = index.what_if(&all);
    for change in all {
        let planned = index.what_if(std::slice::from_ref(&change));
        match change {
            Change::Insert(key, span) => {
                assert_eq!(index.insert(key, span), held.insert(key, span))
            }
            Change::Remove(key) => assert_eq!(index.remove(&key), held.remove(&key)),
        }
        assert_eq!(index.figures(), planned);
    }
    assert_eq!(index.figures(), planned);
    assert_eq!(index, held.iter().map(|(&key, &span)| (key, span)).collect::<CoverIndex<_>>());
    let spans: Vec<Span> = held.values().copied().collect();
    let set = SpanSet::from(&spans[..]);
    assert_eq!(SpanSet::from_sorted_disjoint(set.clone().into()), Ok(set.clone()));
    assert_eq!(index.covered(), set.length());
    assert_eq!(index.covered(), covered_length(&spans));
    let depth = DepthMap::of(&spans).unwrap_or_default();
    assert_eq!(index.shared(), depth.length_held(2));
    let Some(extent) = set.extent() else { return };
    assert!(index.gaps(extent).eq(set.gaps(extent)));
    let deep = depth.held(3);
    for span in spans.into_iter().take(64) {
        assert_eq!(index.covered_in(span), set.length_in(span));
        assert_eq!(index.length_held(span, 3), deep.length_in(span));
        let at = span.from();
        let holders = held.iter().filter(|(_, span)| span.contains(at)).map(|(key, _)| key);
        assert!(index.holders(at).into_iter().eq(holders));
    }
});

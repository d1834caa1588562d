//! Maximal stretches of equal depth.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::claims::{AnonymousClaims, ClippedClaims, endpoints_before};
use super::order::{EventKind, EventVisitor, SortedEvents};
use super::union_sink::stretch;
use crate::span::Span;
use crate::units::Measure;

/// A maximal stretch of equal depth: the same number of spans hold all of it.
///
/// ```
/// use border_coverage::Span;
/// use border_coverage::cover::{DepthMap, Layer};
/// let span = Span::from_mm(0, 60)?;
/// assert_eq!(DepthMap::of(&[span, span])?.layers(), [Layer { span, depth: 2 }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Layer {
    /// The stretch.
    pub span: Span,
    /// Number of spans that hold it.
    pub depth: u32,
}

/// Error: more than 2³² − 1 spans hold one position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("more than {} spans hold {}: count parts of the input apart", u32::MAX, .at.mm())]
pub struct TooDeepError {
    at: Measure,
}

impl TooDeepError {
    /// The first such position.
    #[must_use]
    pub fn at(&self) -> Measure {
        self.at
    }
}

/// Calls `each` with every layer of [`DepthMap::of`](crate::cover::DepthMap::of), in order, without
/// storing them.
///
/// Time is nearly linear in the spans. Memory is about 8 bytes per span, however many layers there
/// are, and up to 40 where nearly all spans lie in a small part of the axis.
///
/// # Errors
/// When 2³² or more spans hold one position; `each` has still received all other layers.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::for_each_layer;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let mut shared = 0;
/// for_each_layer(&[span(0, 60)?, span(40, 80)?], |layer| {
///     shared += if layer.depth > 1 { layer.span.length().mm() } else { 0 };
/// })?;
/// assert_eq!(shared, 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn for_each_layer(spans: &[Span], each: impl FnMut(Layer)) -> Result<(), TooDeepError> {
    let claims = ClippedClaims { claims: &AnonymousClaims(spans), extent: Span::ALL };
    let visitor = LayerVisitor { layers: LayerBuilder::default(), each };
    let events = SortedEvents::of(DepthSteps, &claims);
    let LayerVisitor { layers, mut each } = events.whole().drive(visitor);
    layers.finish(&mut each)
}

/// Visits depth steps and emits the layers between them.
struct LayerVisitor<F> {
    layers: LayerBuilder,
    each: F,
}

impl<F: FnMut(Layer)> EventVisitor<DepthStep> for LayerVisitor<F> {
    #[inline(always)]
    fn visit(&mut self, step: DepthStep, _: bool) {
        self.layers.step(step.at, if step.up { 1 } else { -1 }, &mut self.each);
    }
}

/// A position where the depth changes by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct DepthStep {
    at: i64,
    /// Whether a span starts.
    up: bool,
}

/// Both endpoints of each span, without owners, are events.
struct DepthSteps;

impl EventKind for DepthSteps {
    type Event = DepthStep;
    const PER_CLAIM: usize = 2;

    #[inline]
    fn events(&self, span: Span, _: usize, end: i64, mut each: impl FnMut(DepthStep)) {
        endpoints_before(span, end, |at, up| each(DepthStep { at, up }));
    }

    #[inline]
    fn at(step: &DepthStep) -> i64 {
        step.at
    }

    fn bits(&self) -> u32 {
        1
    }

    #[inline]
    fn pack(&self, step: &DepthStep) -> Option<u64> {
        Some(u64::from(step.up))
    }

    #[inline]
    fn unpack(&self, at: i64, packed: u64) -> DepthStep {
        DepthStep { at, up: packed > 0 }
    }
}

/// Builds layers from depth steps in order.
#[derive(Default)]
pub(super) struct LayerBuilder {
    /// Start of the open layer.
    from: i64,
    /// Depth of the open layer. Cannot overflow: memory holds fewer than 2³¹ layers, each of a
    /// depth below 2³².
    depth: i64,
    /// Current position.
    at: i64,
    /// Sum of the depth steps at the current position.
    pending: i64,
    too_deep: Option<TooDeepError>,
}

impl LayerBuilder {
    /// Changes the depth by `by` at a position not before the last; `done` receives closed layers.
    #[inline]
    pub(super) fn step(&mut self, at: i64, by: i64, done: &mut impl FnMut(Layer)) {
        if at != self.at {
            self.close(done);
            self.at = at;
        }
        self.pending += by;
    }

    /// Closes the layer before the current position, unless the depth stays the same.
    #[inline]
    fn close(&mut self, done: &mut impl FnMut(Layer)) {
        if self.pending == 0 {
            return;
        }
        if self.depth != 0
            && let Some(span) = stretch(self.from, self.at)
        {
            match u32::try_from(self.depth) {
                Ok(depth) => done(Layer { span, depth }),
                Err(_) => self.too_deep = self.too_deep.or(Some(TooDeepError { at: span.from() })),
            }
        }
        self.from = self.at;
        self.depth += std::mem::take(&mut self.pending);
    }

    /// Closes the last layer at the end of the axis.
    pub(super) fn finish(mut self, done: &mut impl FnMut(Layer)) -> Result<(), TooDeepError> {
        self.step(Span::ALL.to().mm(), -(self.depth + self.pending), done);
        self.close(done);
        self.too_deep.map_or(Ok(()), Err)
    }
}

//! Proposals: who should take which part of the gaps.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::fill::Rules;
use super::gap::Question;
use super::options::{Goal, ProposalOptions, WhyUnfilled};
use super::plan::{Plan, Planner};
use super::{AssignError, Assigner, to_the_millimetre};
use crate::border::Stretch;
use crate::id::{RegistrationId, SurveyId, VillageId};
use crate::key::VillageKey;
use crate::ledger::{Account, LedgerError, check};
use crate::number::DecimalMark;
use crate::registry::{Declaration, Registration, Registry, Status};
use crate::span::Span;
use crate::state::State;
use crate::units::{Length, metres};

/// A stretch that a village should be asked to take. Not a registration.
///
/// In JSON the stretch is flat, and the distances are `mean_m` and `farthest_m`, in metres.
///
/// See [`Assigner::propose`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Proposal {
    /// An id that no registration has.
    pub registration: RegistrationId,
    /// Who should take it.
    pub village: VillageId,
    /// The stretch; its addresses denote it to the millimetre in the state's survey.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// How far the village is from the stretch on average.
    #[serde(rename = "mean_m", with = "metres")]
    pub mean: Length,
    /// How far it is from the farthest place of it.
    #[serde(rename = "farthest_m", with = "metres")]
    pub farthest: Length,
    #[serde(skip)]
    touches: bool,
    #[serde(skip)]
    survey: SurveyId,
    #[serde(skip)]
    since: Date,
}

impl Proposal {
    /// The columns of `registrations.csv`, in the order of [`fields`](Self::fields).
    pub const COLUMNS: [&str; 9] = Registration::COLUMNS;

    /// The row of `registrations.csv` that registers it, its numbers with this decimal mark and
    /// exact to the millimetre. To be written when the village has agreed.
    #[must_use]
    pub fn fields(&self, mark: DecimalMark) -> [String; 9] {
        self.registered().fields(mark).unwrap_or_default()
    }

    /// Whether it touches a stretch that the village keeps.
    #[must_use]
    pub fn touches(&self) -> bool {
        self.touches
    }

    /// The registration it would be, from the state's day on.
    fn registered(&self) -> Registration {
        let Stretch { section, from, to, .. } = self.stretch.clone();
        let survey = Some(self.survey.clone());
        Registration {
            id: self.registration.clone(),
            village: self.village.clone(),
            declared: Declaration::Written { section, from, to, survey },
            since: self.since,
            until: None,
            rounding: [Length::ZERO; 2],
            status: Status::Registered,
            source: None,
        }
    }
}

/// Part of a gap that is proposed to nobody.
///
/// See [`Assigner::propose`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unfilled {
    /// The stretch.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// Why; `reason` in JSON.
    #[serde(rename = "reason")]
    pub why: WhyUnfilled,
}

/// Who should take which part of the gaps, and the coverage that would follow.
///
/// Its form in JSON is that of `proposals` in `report.json`. See [`Assigner::propose`] for an
/// example.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Proposals {
    /// What makes one way better than another.
    pub goal: Goal,
    /// The farthest that a village may be from any place of its stretch; none for any distance.
    #[serde(rename = "farthest_m", serialize_with = "metres::serialize_option")]
    pub farthest: Option<Length>,
    /// The stretches, in order of the line. They lie in gaps and do not overlap.
    pub proposals: Vec<Proposal>,
    /// The rest; with the proposals it tiles the gaps.
    pub unfilled: Vec<Unfilled>,
    /// The account of the line were all proposals registered, computed by a ledger of its own; in
    /// JSON `registered_mm` and `registered_share`.
    #[serde(flatten, serialize_with = "registered")]
    pub after: Account,
}

fn registered<S: Serializer>(account: &Account, serializer: S) -> Result<S::Ok, S::Error> {
    let mut keys = serializer.serialize_struct("Account", 2)?;
    keys.serialize_field("registered_mm", &account.registered())?;
    keys.serialize_field("registered_share", &account.share().ratio())?;
    keys.end()
}

impl Assigner {
    /// Who should take which part of the gaps.
    ///
    /// As much as possible is filled; then, with as few cuts away from markers as possible and
    /// as many stretches touching what their village keeps, the goal decides. A village takes at
    /// most one stretch of a gap, keeps within its capacity and is nowhere farther from a stretch
    /// than allowed. Each gap is filled in the best of all ways that its cuts allow, given what
    /// the villages take elsewhere; over all gaps the result is never worse than if each next
    /// stretch went to the nearest village in turn.
    ///
    /// ```
    /// use border_coverage::assign::ProposalOptions;
    /// use border_coverage::{DataSet, Length};
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let assigner = data.state(None, None)?.assigner().reaching(Length::from_km(10.0)?);
    /// let found = assigner.propose(&ProposalOptions::default())?;
    /// let first = &found.proposals[0];
    /// assert_eq!(first.village.as_str(), "leng-su-sin-3");
    /// assert_eq!(first.stretch.length().mm(), 1_641_740);
    /// assert_eq!((first.mean.metres(), first.touches()), (2734.168, true));
    /// assert!(found.unfilled.is_empty());
    /// assert_eq!(found.after.share().to_string(), "100.00 %");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// Were there a fault in the library, when the proposals do not go into the registry, or its
    /// accounts do not close.
    pub fn propose(&self, options: &ProposalOptions) -> Result<Proposals, AssignError> {
        let question = |(section, gap)| self.question(section, gap, options.step);
        let questions: Vec<_> = self.gap_spans().into_par_iter().map(question).collect();
        let questions = questions.into_iter().collect::<Result<Vec<_>, _>>()?;
        let any = i64::MAX / 4;
        let rules = Rules {
            least: options.least.mm().max(1),
            greatest: options.greatest.map_or(any, Length::mm),
            touching: options.touching,
            fair: options.goal == Goal::FairestLoad,
        };
        let planner = Planner { questions, capacities: self.capacities(options, any), rules };
        let plan = planner.best();
        let proposals = self.proposals(&planner, &plan)?;
        let unfilled = self.unfilled(&planner, &plan)?;
        let after = self.account_with(&proposals)?;
        self.check_proposals(&proposals, &unfilled, &after)?;
        Ok(Proposals { goal: options.goal, farthest: self.farthest, proposals, unfilled, after })
    }

    /// The account of the line were all of these registered.
    fn account_with(&self, proposals: &[Proposal]) -> Result<Account, AssignError> {
        let mut registry = Registry::clone(self.state.registry());
        for proposal in proposals {
            registry.add_registration(proposal.registered())?;
        }
        let border = Arc::clone(self.state.border());
        let after = State::close(border, registry, self.state.survey(), self.state.day())?;
        Ok(*after.ledger().line())
    }

    /// Checks that proposals and the rest tile the gaps, and that what is proposed is what would
    /// be added.
    fn check_proposals(
        &self,
        proposals: &[Proposal],
        unfilled: &[Unfilled],
        after: &Account,
    ) -> Result<(), LedgerError> {
        let (what, before) = (&"the proposals", self.state.ledger().line());
        let proposed = proposals.iter().fold(Length::ZERO, |sum, row| sum + row.stretch.length());
        let tiled = unfilled.iter().fold(proposed, |sum, row| sum + row.stretch.length());
        check(what, "with the rest they add up to unregistered", tiled, before.unregistered())?;
        let law = "registered and proposed is registered after";
        Ok(check(what, law, before.registered() + proposed, after.registered())?)
    }

    fn proposals(&self, planner: &Planner, plan: &Plan) -> Result<Vec<Proposal>, AssignError> {
        let registered = self.state.registry().registrations().iter().map(|row| &row.id);
        let pledged = self.state.registry().pledges().iter().map(|row| &row.id);
        let taken: BTreeSet<&RegistrationId> = registered.chain(pledged).collect();
        let mut ids = (1..)
            .filter_map(|n| RegistrationId::new(&format!("proposal-{n}")).ok())
            .filter(|id| !taken.contains(id));
        let mut proposals = Vec::new();
        for (question, taken) in planner.questions.iter().zip(plan) {
            for stretch in taken {
                let taker = &question.gap.takers[stretch.taker];
                let (Some(span), Some(id)) = (question.span(stretch.from, stretch.to), ids.next())
                else {
                    continue;
                };
                let touches = (stretch.from == 0 && taker.touches.0)
                    || (stretch.to == question.gap.lengths.len() && taker.touches.1);
                proposals.push(self.proposal(id, taker.village, question, span, touches)?);
            }
        }
        Ok(proposals)
    }

    fn proposal(
        &self,
        registration: RegistrationId,
        village: VillageKey,
        question: &Question,
        span: Span,
        touches: bool,
    ) -> Result<Proposal, AssignError> {
        let section = question.section;
        let (survey, since) = (self.state.survey(), self.state.day());
        let Stretch { section: id, from, to, .. } = self.stretch(section, span)?;
        let ends = (from, to);
        let (from, to) = self.state.border().sure_ends((section, span), ends, survey, since);
        let (start, end) = self.places(section, span)?;
        let distances = self
            .village_at(village)
            .map(|at| self.line(section).distances(at, start, end).map_err(AssignError::from))
            .transpose()?;
        Ok(Proposal {
            registration,
            village: self.village_id(village),
            stretch: Stretch { section: id, span, from, to },
            mean: to_the_millimetre(distances.map_or(0.0, |d| d.mean)),
            farthest: to_the_millimetre(distances.map_or(0.0, |d| d.most)),
            touches,
            survey: survey.clone(),
            since,
        })
    }

    fn unfilled(&self, planner: &Planner, plan: &Plan) -> Result<Vec<Unfilled>, AssignError> {
        let mut unfilled: Vec<Unfilled> = Vec::new();
        let loads = planner.loads(plan);
        for (question, taken) in planner.questions.iter().zip(plan) {
            for (from, to, why) in planner.left((question, taken), &loads, self.farthest) {
                let Some(span) = question.span(from, to) else { continue };
                let stretch = self.stretch(question.section, span)?;
                unfilled.push(Unfilled { stretch, why });
            }
        }
        Ok(unfilled)
    }
}

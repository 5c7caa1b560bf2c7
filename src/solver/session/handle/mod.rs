//! The unsafe half of the session: one HiGHS instance behind its C interface.
//!
//! The only folder with `unsafe`; each block says why it is sound. It refuses to be shared between threads.

#![allow(unsafe_code, reason = "highs-sys is a C interface; this file is its safe wrapper")]

use super::{Answer, Message, Method, Model, Status, Task};
use highs_sys as sys;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

mod edit;
mod peer;

/// Programs with so many columns are too small for heuristics that solve smaller programs: they cost more than the rest.
const TINY: usize = 500;

/// A length as the interface wants it.
fn count(length: usize) -> Option<c_int> {
    c_int::try_from(length).ok()
}

/// What the callback may touch.
pub(super) struct Context {
    sender: Sender<Message>,
    stop: Arc<AtomicBool>,
    panicked: AtomicBool,
    #[cfg(test)]
    panics: bool,
}

impl Context {
    /// For one run.
    pub(super) const fn new(sender: Sender<Message>, stop: Arc<AtomicBool>) -> Self {
        Self {
            sender,
            stop,
            panicked: AtomicBool::new(false),
            #[cfg(test)]
            panics: false,
        }
    }

    /// Sends the answer of a run, a failure where the callback panicked.
    pub(super) fn done(&self, answer: Option<Answer>) {
        let answer = answer.filter(|_| !self.panicked.load(Ordering::Relaxed));
        // Nobody listens any more when the watchdog has left.
        drop(self.sender.send(Message::Done(answer.unwrap_or_else(|| Answer::empty(Status::Failed)))));
    }

    /// Lets the callback panic.
    #[cfg(test)]
    pub(super) const fn that_panics(mut self) -> Self {
        self.panics = true;
        self
    }
}

/// Called by HiGHS on the worker thread; no panic may leave it.
unsafe extern "C" fn callback(
    kind: c_int,
    _message: *const c_char,
    out: *const sys::HighsCallbackDataOut,
    input: *mut sys::HighsCallbackDataIn,
    user: *mut c_void,
) {
    // SAFETY: `user` is the context passed to `Highs_setCallback`, which outlives the run; only shared access.
    let context = unsafe { &*user.cast::<Context>() };
    let body = || {
        #[cfg(test)]
        assert!(!context.panics, "a test wants a panic here");
        // SAFETY: HiGHS passes a valid pointer, or null, for the time of the call.
        let Some(out) = (unsafe { out.as_ref() }) else { return };
        if kind == sys::kHighsCallbackMipImprovingSolution && !out.mip_solution.is_null() {
            let len = usize::try_from(out.mip_solution_size).unwrap_or(0);
            // SAFETY: HiGHS states the number of entries behind `mip_solution`, valid during the call.
            let values = unsafe { std::slice::from_raw_parts(out.mip_solution, len) };
            drop(context.sender.send(Message::Found(values.to_vec())));
        }
    };
    if catch_unwind(AssertUnwindSafe(body)).is_err() {
        context.panicked.store(true, Ordering::Relaxed);
    }
    if context.stop.load(Ordering::Relaxed) || context.panicked.load(Ordering::Relaxed) {
        // SAFETY: HiGHS passes a valid pointer, or null, for the time of the call.
        if let Some(input) = unsafe { input.as_mut() } {
            input.user_interrupt = 1;
        }
    }
}

/// Owns one HiGHS instance; never leaves its thread.
pub(super) struct Handle(*mut c_void);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the pointer came from `Highs_create` and is destroyed once.
        unsafe { sys::Highs_destroy(self.0) }
    }
}

impl Handle {
    /// A new instance with the settings of `task` and its model loaded.
    pub(super) fn load(task: &Task) -> Option<Self> {
        // SAFETY: no preconditions.
        let pointer = unsafe { sys::Highs_create() };
        let highs = (!pointer.is_null()).then_some(Self(pointer))?;
        highs.options(task)?;
        highs.pass(&task.model, task.method == Method::Branch)?;
        if let Some(start) = task.start.as_ref().filter(|start| start.len() == task.model.cost.len()) {
            // SAFETY: one value per column; the other vectors may be null.
            unsafe { sys::Highs_setSolution(highs.0, start.as_ptr(), ptr::null(), ptr::null(), ptr::null()) };
        }
        Some(highs)
    }

    /// Lets `context` hear what is found and stop the run. It must outlive every run of this instance.
    pub(super) fn watch(&self, context: &Context) {
        let user: *const Context = context;
        // SAFETY: the caller keeps `context`; the callback takes it as shared.
        unsafe { sys::Highs_setCallback(self.0, Some(callback), user.cast_mut().cast()) };
        for kind in [
            sys::kHighsCallbackSimplexInterrupt,
            sys::kHighsCallbackIpmInterrupt,
            sys::kHighsCallbackMipImprovingSolution,
            sys::kHighsCallbackMipInterrupt,
        ] {
            // SAFETY: a live instance and a callback type of this version.
            unsafe { sys::Highs_startCallback(self.0, kind) };
        }
    }

    /// Solves the model as it is now, from where the last run ended.
    pub(super) fn run(&self, method: Method, limit: Option<Duration>) -> Option<Answer> {
        // Always set: HiGHS obeys its limit in places where it calls no callback. Its own clock counts all runs.
        // SAFETY: a live instance.
        let spent = unsafe { sys::Highs_getRunTime(self.0) };
        self.real(c"time_limit", limit.map_or(1e9, |left| spent + left.as_secs_f64().max(0.001)))?;
        // SAFETY: a live instance with a model.
        let code = unsafe { sys::Highs_run(self.0) };
        self.read(code, method)
    }

    fn options(&self, task: &Task) -> Option<()> {
        let seed = c_int::try_from(task.seed & 0x7fff_ffff).ok()?;
        self.flag(c"output_flag", false)?;
        self.int(c"threads", 1)?;
        self.int(c"random_seed", seed)?;
        self.text(c"parallel", c"off")?;
        self.text(c"presolve", if task.presolve { c"on" } else { c"off" })?;
        match task.method {
            Method::Simplex => {
                self.text(c"solver", c"simplex")?;
                self.steps(task.limit)?;
            }
            Method::Interior | Method::Crossover => {
                self.text(c"solver", c"ipx")?;
                self.text(c"run_crossover", if task.method == Method::Crossover { c"on" } else { c"off" })?;
                if task.gap > 0.0 {
                    self.real(c"ipm_optimality_tolerance", task.gap)?;
                }
            }
            Method::Branch => {
                self.real(c"mip_rel_gap", 0.0)?;
                self.gap(task.gap)?;
                if task.model.cost.len() <= TINY {
                    self.heuristics(false)?;
                }
                if let Some(nodes) = task.limit {
                    self.int(c"mip_max_nodes", nodes)?;
                }
            }
        }
        Some(())
    }

    fn pass(&self, model: &Model, branch: bool) -> Option<()> {
        let integrality: Vec<c_int> = model.integer.iter().map(|&i| c_int::from(i && branch)).collect();
        let (columns, rows, nonzeros) =
            (count(model.cost.len())?, count(model.rows.lower.len())?, count(model.rows.index.len())?);
        // SAFETY: `sound` has checked that all vectors have the lengths stated here and that indices are inside.
        let code = unsafe {
            sys::Highs_passMip(
                self.0,
                columns,
                rows,
                nonzeros,
                sys::kHighsMatrixFormatRowwise,
                sys::kHighsObjSenseMinimize,
                0.0,
                model.cost.as_ptr(),
                model.lower.as_ptr(),
                model.upper.as_ptr(),
                model.rows.lower.as_ptr(),
                model.rows.upper.as_ptr(),
                model.rows.starts.as_ptr(),
                model.rows.index.as_ptr(),
                model.rows.value.as_ptr(),
                integrality.as_ptr(),
            )
        };
        (code != sys::kHighsStatusError).then_some(())
    }

    fn read(&self, code: c_int, method: Method) -> Option<Answer> {
        // SAFETY: a live instance.
        let model_status = unsafe { sys::Highs_getModelStatus(self.0) };
        let status = match model_status {
            sys::kHighsModelStatusOptimal | sys::kHighsModelStatusModelEmpty => Status::Optimal,
            // Interior point without crossover may be inexact; its prices are still good for a safe bound.
            sys::kHighsModelStatusUnknown if method == Method::Interior => Status::Optimal,
            // Bounded columns: nothing is unbounded, so either status claims infeasibility.
            sys::kHighsModelStatusInfeasible | sys::kHighsModelStatusUnboundedOrInfeasible => Status::Infeasible,
            sys::kHighsModelStatusTimeLimit
            | sys::kHighsModelStatusInterrupt
            | sys::kHighsModelStatusHighsInterrupt => Status::Stopped,
            sys::kHighsModelStatusSolutionLimit | sys::kHighsModelStatusIterationLimit => Status::Limit,
            _ => Status::Failed,
        };
        if code == sys::kHighsStatusError && status != Status::Stopped {
            return None;
        }
        let branch = method == Method::Branch;
        let (primal, prices) = self.solution(status, branch);
        let bound = self.bound(status, branch && self.is_mixed());
        let nodes = if branch { self.nodes() } else { 0 };
        // SAFETY: a live instance.
        let objective = unsafe { sys::Highs_getObjectiveValue(self.0) };
        Some(Answer { status, primal, prices, bound, nodes, objective })
    }

    /// Values and row prices, each only where the status vouches that they exist.
    fn solution(&self, status: Status, branch: bool) -> (Option<Vec<f64>>, Option<Vec<f64>>) {
        let primal = self.info(c"primal_solution_status");
        let dual = self.info(c"dual_solution_status");
        if status == Status::Infeasible
            || (primal == sys::kHighsSolutionStatusNone && dual == sys::kHighsSolutionStatusNone)
        {
            return (None, None);
        }
        let (columns, rows) = self.size();
        let (mut x, mut d) = (vec![f64::NAN; columns], vec![f64::NAN; columns]);
        let (mut r, mut y) = (vec![f64::NAN; rows], vec![f64::NAN; rows]);
        // SAFETY: the vectors have one entry per column and per row of the model passed.
        let code =
            unsafe { sys::Highs_getSolution(self.0, x.as_mut_ptr(), d.as_mut_ptr(), r.as_mut_ptr(), y.as_mut_ptr()) };
        if code == sys::kHighsStatusError {
            return (None, None);
        }
        let finite = |values: &[f64]| values.iter().all(|v| v.is_finite());
        let good = primal == sys::kHighsSolutionStatusFeasible || (!branch && primal != sys::kHighsSolutionStatusNone);
        let primal = (good && finite(&x)).then_some(x);
        let prices = (!branch && dual != sys::kHighsSolutionStatusNone && finite(&y)).then_some(y);
        (primal, prices)
    }

    /// Columns and rows of the model as it is now.
    fn size(&self) -> (usize, usize) {
        // SAFETY: a live instance.
        let (columns, rows) = unsafe { (sys::Highs_getNumCol(self.0), sys::Highs_getNumRow(self.0)) };
        (usize::try_from(columns).unwrap_or(0), usize::try_from(rows).unwrap_or(0))
    }

    /// Whether any column must be whole: without one, HiGHS has solved a linear program and knows no bound of a search.
    fn is_mixed(&self) -> bool {
        let columns = self.size().0;
        (0..columns).filter_map(count).any(|column| {
            let mut kind = 0;
            // SAFETY: a live instance, a column of it, a place for the value.
            let code = unsafe { sys::Highs_getColIntegrality(self.0, column, &raw mut kind) };
            code == sys::kHighsStatusOk && kind != sys::kHighsVarTypeContinuous
        })
    }

    fn bound(&self, status: Status, branched: bool) -> f64 {
        let mut bound = f64::NEG_INFINITY;
        if branched {
            // SAFETY: a live instance, a name of this version, a place for the value.
            let code = unsafe { sys::Highs_getDoubleInfoValue(self.0, c"mip_dual_bound".as_ptr(), &raw mut bound) };
            if code == sys::kHighsStatusOk && bound.is_finite() { bound } else { f64::NEG_INFINITY }
        } else if status == Status::Optimal {
            // SAFETY: a live instance.
            unsafe { sys::Highs_getObjectiveValue(self.0) }
        } else {
            bound
        }
    }

    fn nodes(&self) -> i64 {
        let mut nodes = 0;
        // SAFETY: a live instance, a name of this version, a place for the value.
        let code = unsafe { sys::Highs_getInt64InfoValue(self.0, c"mip_node_count".as_ptr(), &raw mut nodes) };
        if code == sys::kHighsStatusOk { nodes.max(0) } else { 0 }
    }

    fn info(&self, name: &CStr) -> c_int {
        let mut value = 0;
        // SAFETY: a live instance, a terminated name, a place for the value.
        let code = unsafe { sys::Highs_getIntInfoValue(self.0, name.as_ptr(), &raw mut value) };
        if code == sys::kHighsStatusOk { value } else { 0 }
    }

    /// How near value and bound of a search have to be.
    pub(super) fn gap(&self, gap: f64) -> Option<()> {
        self.real(c"mip_abs_gap", gap.max(1e-6))
    }

    /// Most steps of simplex in a run.
    pub(super) fn steps(&self, steps: Option<i32>) -> Option<()> {
        self.int(c"simplex_iteration_limit", steps.unwrap_or(c_int::MAX))
    }

    /// Whether to run the heuristics that solve smaller programs.
    fn heuristics(&self, run: bool) -> Option<()> {
        let all = [
            c"mip_heuristic_run_feasibility_jump",
            c"mip_heuristic_run_rins",
            c"mip_heuristic_run_rens",
            c"mip_heuristic_run_root_reduced_cost",
        ];
        all.into_iter().try_for_each(|heuristic| self.flag(heuristic, run))
    }

    /// Goes by simplex from now on.
    pub(super) fn simplex(&self) -> Option<()> {
        self.text(c"solver", c"simplex")
    }

    /// Whether simplex is to be primal; it is dual by default.
    pub(super) fn primal(&self, primal: bool) -> Option<()> {
        self.int(c"simplex_strategy", if primal { 4 } else { 1 })
    }

    fn flag(&self, name: &CStr, value: bool) -> Option<()> {
        // SAFETY: a live instance and a terminated name.
        let code = unsafe { sys::Highs_setBoolOptionValue(self.0, name.as_ptr(), c_int::from(value)) };
        (code == sys::kHighsStatusOk).then_some(())
    }

    fn int(&self, name: &CStr, value: c_int) -> Option<()> {
        // SAFETY: a live instance and a terminated name.
        let code = unsafe { sys::Highs_setIntOptionValue(self.0, name.as_ptr(), value) };
        (code == sys::kHighsStatusOk).then_some(())
    }

    fn real(&self, name: &CStr, value: f64) -> Option<()> {
        // SAFETY: a live instance and a terminated name.
        let code = unsafe { sys::Highs_setDoubleOptionValue(self.0, name.as_ptr(), value) };
        (code == sys::kHighsStatusOk).then_some(())
    }

    fn text(&self, name: &CStr, value: &CStr) -> Option<()> {
        // SAFETY: a live instance and terminated strings.
        let code = unsafe { sys::Highs_setStringOptionValue(self.0, name.as_ptr(), value.as_ptr()) };
        (code == sys::kHighsStatusOk).then_some(())
    }
}

/// Name and version of the solver linked.
#[must_use]
pub(crate) fn version() -> String {
    // SAFETY: no preconditions; numbers are returned by value.
    let (major, minor, patch) =
        unsafe { (sys::Highs_versionMajor(), sys::Highs_versionMinor(), sys::Highs_versionPatch()) };
    format!("HiGHS {major}.{minor}.{patch}")
}

/// Reads LP or MPS text with the solver's own reader and solves it: the optimum.
#[cfg(test)]
pub(super) fn read_text(path: &std::path::Path) -> Option<f64> {
    let task = Task::new(Model::default(), Method::Branch, 0);
    let highs = Handle::load(&task)?;
    highs.flag(c"output_flag", false)?;
    highs.int(c"threads", 1)?;
    let path = std::ffi::CString::new(path.to_str()?).ok()?;
    // SAFETY: a live instance and a terminated path.
    let read = unsafe { sys::Highs_readModel(highs.0, path.as_ptr()) };
    // SAFETY: a live instance.
    let ran = unsafe { sys::Highs_run(highs.0) };
    // SAFETY: a live instance.
    let (status, value) = unsafe { (sys::Highs_getModelStatus(highs.0), sys::Highs_getObjectiveValue(highs.0)) };
    (read != sys::kHighsStatusError && ran == sys::kHighsStatusOk && status == sys::kHighsModelStatusOptimal)
        .then_some(value)
}

//! Compares an answer with Alembic's, as the vectors' README says.

use std::collections::{BTreeMap, BTreeSet};

use runner::revision::{HistoryError, Node, RevisionMap};
use serde_json::Value;

use super::class::{class_of_history, group};
use super::vector::Vector;

/// Judges whether a graph was rightly built or refused.
pub(super) fn load(vector: &Vector, error: Option<&HistoryError>) -> Result<(), String> {
    let expect = &vector.expect;
    let wanted = expect["error"].as_str().or(expect["undetected"].as_str());
    let found = error.map(class_of_history);
    match (wanted, found) {
        (None, None) => Ok(()),
        (Some(wanted), Some(found)) if group(wanted) == group(found) => Ok(()),
        (wanted, found) => Err(format!("wanted {wanted:?}, found {found:?}")),
    }
}

/// Judges the answer to any other question.
pub(super) fn judge(vector: &Vector, answer: &Value, map: &RevisionMap) -> Result<(), String> {
    let expect = &vector.expect;
    match (expect["error"].as_str(), answer["error"].as_str()) {
        (Some("internal"), Some(_)) => Ok(()),
        (Some("internal"), None) => internal(vector, answer, map),
        (Some(wanted), Some(found)) if group(wanted) == group(found) => Ok(()),
        // Alembic notices some of this once the file is there; here it is asked before.
        (Some(wanted), None)
            if answer["reload_error"].as_str().map(group) == Some(group(wanted)) =>
        {
            Ok(())
        }
        (None, None) => match vector.kind.as_str() {
            "upgrade" | "downgrade" => plan(vector, answer, map),
            "iterate" => listing(vector, answer, map),
            "stamp" => rows(vector, &answer["rows"], &expect["rows"], map),
            "resolve" => resolved(answer, expect),
            "generate" => generated(answer, expect),
            _ => same(answer, expect),
        },
        _ => Err(format!("answered {answer}")),
    }
}

fn same(answer: &Value, expect: &Value) -> Result<(), String> {
    if answer == expect { Ok(()) } else { Err(format!("answered {answer}")) }
}

/// Where Alembic fails by accident, a plan that carries out the whole of what it had planned is right as well, and so
/// is a listing that it cannot sort.
fn internal(vector: &Vector, answer: &Value, map: &RevisionMap) -> Result<(), String> {
    let expect = &vector.expect;
    if expect["detail"] == "unsortable_selection" {
        return topological(&texts(&answer["revisions"]), map, true);
    }
    let planned = texts(&expect["planned"]);
    if planned.is_empty() {
        return Err(format!("answered {answer} where Alembic fails"));
    }
    in_order(vector, &revisions(answer), &planned, map)
}

fn plan(vector: &Vector, answer: &Value, map: &RevisionMap) -> Result<(), String> {
    let expect = &vector.expect;
    if answer["warnings"] != expect["warnings"] {
        return Err(format!("warned of {}", answer["warnings"]));
    }
    rows(vector, &answer["final_rows"], &expect["final_rows"], map)?;
    let (found, wanted) = (revisions(answer), revisions(expect));
    in_order(vector, &found, &wanted, map)?;
    if vector.order == "any-topological" {
        return Ok(());
    }
    let none = Vec::new();
    let steps = |plan: &Value| plan["steps"].as_array().unwrap_or(&none).clone();
    for (found, wanted) in steps(answer).iter().zip(steps(expect)) {
        if found["direction"] != wanted["direction"] {
            return Err(format!("direction of {found}"));
        }
        let (found, wanted) = (&found["version_rows_after"], &wanted["version_rows_after"]);
        rows(vector, found, wanted, map)?;
    }
    Ok(())
}

/// Compares the rows of the version table. Where Alembic leaves a row beside one that includes it, the covered one
/// may be missing.
fn rows(vector: &Vector, found: &Value, wanted: &Value, map: &RevisionMap) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let found = texts(found);
    if vector.quirk.as_deref() == Some("overlapping_rows") {
        let below = |id: &String| below(map, id);
        let covered: BTreeSet<String> = texts(wanted).iter().flat_map(below).collect();
        let mut tips = texts(wanted);
        tips.retain(|row| !covered.contains(row));
        if tips == found {
            return Ok(());
        }
    }
    Err(format!("rows {}, not {wanted}", found.join(" ")))
}

fn listing(vector: &Vector, answer: &Value, map: &RevisionMap) -> Result<(), String> {
    in_order(vector, &texts(&answer["revisions"]), &texts(&vector.expect["revisions"]), map)
}

/// Compares two orders: they are the same, or where Alembic's own varies both are possible.
fn in_order(
    vector: &Vector,
    found: &[String],
    wanted: &[String],
    map: &RevisionMap,
) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    if vector.order == "exact" || found.len() != wanted.len() || set(found) != set(wanted) {
        return Err(format!("in this order: {}", found.join(" ")));
    }
    topological(found, map, vector.kind != "upgrade")
}

/// Checks that each revision stands before (or behind) all of the others that it rests on.
fn topological(ids: &[String], map: &RevisionMap, newest_first: bool) -> Result<(), String> {
    let places: BTreeMap<&str, usize> =
        ids.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    for (place, id) in ids.iter().enumerate() {
        for lower in direct(map, id) {
            let Some(lower) = places.get(lower.as_str()) else { continue };
            if (place < *lower) != newest_first {
                return Err(format!("`{id}` stands on the wrong side of what it rests on"));
            }
        }
    }
    Ok(())
}

fn resolved(answer: &Value, expect: &Value) -> Result<(), String> {
    for part in ["one", "many"] {
        let (found, wanted) = (&answer[part], &expect[part]);
        match (found["error"].as_str(), wanted["error"].as_str()) {
            (None, None) if found == wanted => {}
            (Some(_), Some("internal")) => {}
            (Some(found), Some(wanted)) if group(found) == group(wanted) => {}
            _ => return Err(format!("{part}: answered {found}")),
        }
    }
    Ok(())
}

fn generated(answer: &Value, expect: &Value) -> Result<(), String> {
    let mut answer = answer.clone();
    let found = answer["reload_error"].as_str().map(|class| group(class).to_owned());
    if let Some(wanted) = expect["reload_error"].as_str()
        && found.as_deref() == Some(group(wanted))
    {
        answer["reload_error"] = expect["reload_error"].clone();
        // Whether a graph that is refused had duplicates too is not told.
        answer["warnings"] = expect["warnings"].clone();
    }
    for (key, wanted) in expect.as_object().unwrap() {
        if answer[key] != *wanted {
            return Err(format!("{key}: answered {}", answer[key]));
        }
    }
    Ok(())
}

fn texts(list: &Value) -> Vec<String> {
    let none = Vec::new();
    let list = list.as_array().unwrap_or(&none);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn revisions(plan: &Value) -> Vec<String> {
    let none = Vec::new();
    let steps = plan["steps"].as_array().unwrap_or(&none);
    steps.iter().filter_map(|step| step["revision"].as_str()).map(str::to_owned).collect()
}

fn direct(map: &RevisionMap, id: &str) -> Vec<String> {
    let parents = map.get(id).map(|revision| revision.down_revisions.clone()).unwrap_or_default();
    let dependencies = map.node(id).map(Node::effective_dependencies).unwrap_or_default();
    let dependencies = dependencies.into_iter().map(str::to_owned);
    parents.into_iter().chain(dependencies).collect()
}

fn below(map: &RevisionMap, id: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut todo = direct(map, id);
    while let Some(id) = todo.pop() {
        if seen.insert(id.clone()) {
            todo.extend(direct(map, &id));
        }
    }
    seen
}

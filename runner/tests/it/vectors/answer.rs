//! Asks the library what a vector asks.

use std::collections::BTreeMap;

use runner::revision::{
    Addition, Direction, Node, Place, Plan, PlanWarning, Resolved, RevisionError, RevisionMap,
    RevisionRange, Step, Symbol, Target,
};
use serde_json::{Value, json};

use super::class::{class, class_of_history};
use super::vector::{OneOrMany, Query, Vector};

/// Returns the answer in the form of the vector's `expect`.
pub(super) fn answer(vector: &Vector, map: &RevisionMap) -> Value {
    let query = &vector.query;
    let answer = match vector.kind.as_str() {
        "heads" => Ok(json!({ "heads": map.heads(), "effective_heads": map.effective_heads() })),
        "bases" => Ok(bases(map)),
        "branch_points" => Ok(json!({
            "branch_points": having(map, Node::is_branch_point),
            "effective_branch_points": having(map, Node::is_effective_branch_point),
        })),
        "merge_points" => Ok(json!({ "merge_points": having(map, Node::is_merge_point) })),
        "labels" => Ok(labels(map)),
        "dependencies" => Ok(dependencies(map)),
        "current" => current(query, map),
        "resolve" => Ok(resolve(query, map)),
        "iterate" => iterate(query, map),
        "upgrade" => migrate(query, map, Direction::Up),
        "downgrade" => migrate(query, map, Direction::Down),
        "stamp" => stamp(query, map),
        "generate" => generate(query, map),
        kind => panic!("a vector of an unknown kind: {kind}"),
    };
    answer.unwrap_or_else(|error| failed(&error))
}

fn failed(error: &RevisionError) -> Value {
    json!({ "error": class(error) })
}

fn having<'m>(map: &'m RevisionMap, property: impl Fn(Node<'m>) -> bool) -> Vec<&'m str> {
    map.nodes().filter(|node| property(*node)).map(id).collect()
}

fn id(node: Node<'_>) -> &str {
    &node.revision().id
}

fn sorted(ids: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let mut ids: Vec<String> = ids.into_iter().map(Into::into).collect();
    ids.sort();
    ids
}

fn bases(map: &RevisionMap) -> Value {
    let is_free = |node: Node<'_>| node.is_base() && node.dependencies().is_empty();
    json!({ "bases": map.bases(), "dependency_free_bases": having(map, is_free) })
}

fn labels(map: &RevisionMap) -> Value {
    let labelled = map.nodes().map(|node| (id(node), node.labels()));
    let labels: BTreeMap<_, _> = labelled.filter(|(_, labels)| !labels.is_empty()).collect();
    json!({ "labels": labels })
}

fn dependencies(map: &RevisionMap) -> Value {
    let mut entries = BTreeMap::new();
    for node in map.nodes().filter(|node| !node.dependencies().is_empty()) {
        let (resolved, effective) = (node.dependencies(), node.effective_dependencies());
        let entry = json!({ "resolved": sorted(resolved), "effective": sorted(effective) });
        entries.insert(id(node), entry);
    }
    json!({ "dependencies": entries })
}

fn current(query: &Query, map: &RevisionMap) -> Result<Value, RevisionError> {
    let rows = &query.current_heads;
    let revisions = sorted(map.current(rows)?);
    // `current --check-heads` asks whether every head is applied, dependencies included; Alembic, for the rows alone.
    let at_heads = sorted(rows.iter().cloned()) == sorted(map.heads());
    Ok(json!({ "revisions": revisions, "all_heads_applied": at_heads }))
}

fn resolve(query: &Query, map: &RevisionMap) -> Value {
    let target = query.identifier.parse::<Target>().map_err(RevisionError::from);
    let one = target.clone().and_then(|target| Ok(json!({ "id": map.resolve_one(&target)? })));
    let many = target.and_then(|target| {
        let id = |place: Resolved<&str>| match place {
            Resolved::Revision(id) => json!(id),
            Resolved::Base => json!("<base>"),
            Resolved::Beyond => Value::Null,
        };
        Ok(json!({ "ids": map.resolve(&target)?.into_iter().map(id).collect::<Vec<_>>() }))
    });
    let either =
        |answer: Result<Value, RevisionError>| answer.unwrap_or_else(|error| failed(&error));
    json!({ "one": either(one), "many": either(many) })
}

fn iterate(query: &Query, map: &RevisionMap) -> Result<Value, RevisionError> {
    let range: RevisionRange = match &query.range {
        None => RevisionRange::default(),
        Some(range) => range.parse()?,
    };
    Ok(json!({ "revisions": map.range(&range, &query.current_heads)? }))
}

/// Plans a move; offline, `FROM:TO` says where it starts.
fn migrate(query: &Query, map: &RevisionMap, direction: Direction) -> Result<Value, RevisionError> {
    let text = query.target.as_str();
    let (rows, to) = match (query.mode.as_deref(), text.split_once(':')) {
        (Some("offline"), Some((from, to))) => (start(map, from)?, to),
        (Some("offline"), None) if direction == Direction::Down => {
            return Ok(json!({ "error": "bad_range" }));
        }
        (Some("offline"), None) => (Vec::new(), text),
        _ => (query.current_heads.clone(), text),
    };
    let target = to.parse()?;
    let plan = match direction {
        Direction::Up => map.upgrade_plan(&rows, &target),
        Direction::Down => map.downgrade_plan(&rows, &target),
        Direction::Stamp => panic!("a stamp is no move"),
    }?;
    Ok(planned(&rows, &plan))
}

fn start(map: &RevisionMap, from: &str) -> Result<Vec<String>, RevisionError> {
    let target: Target = from.parse()?;
    let row = map.resolve_one(&target)?;
    let is_base = target == Target::base();
    match row {
        None if !is_base && target.place == Place::At(Symbol::Base) => {
            Err(RevisionError::BeforeBase { target })
        }
        row => Ok(row.map(str::to_owned).into_iter().collect()),
    }
}

fn planned(rows: &[String], plan: &Plan) -> Value {
    let mut rows = rows.to_vec();
    let step = |step: &Step| {
        step.change_rows(&mut rows);
        let direction = match step.direction {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::Stamp => "stamp",
        };
        let after = sorted(rows.clone());
        json!({ "revision": step.revision, "direction": direction, "version_rows_after": after })
    };
    let steps: Vec<Value> = plan.steps.iter().map(step).collect();
    let mut answer = json!({ "steps": steps, "final_rows": sorted(rows) });
    // Alembic warns of nothing else.
    let is_ambiguous = |it: &PlanWarning| matches!(it, PlanWarning::AmbiguousDowngrade { .. });
    if plan.warnings.iter().any(is_ambiguous) {
        answer["warnings"] = json!(["ambiguous_downgrade"]);
    }
    answer
}

fn stamp(query: &Query, map: &RevisionMap) -> Result<Value, RevisionError> {
    let rows = if query.purge { &[][..] } else { &query.current_heads };
    let targets: Vec<Target> =
        query.targets.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
    let mut rows = rows.to_vec();
    for step in map.stamp_plan(&rows, &targets)?.steps {
        step.change_rows(&mut rows);
    }
    Ok(json!({ "rows": sorted(rows) }))
}

fn generate(query: &Query, map: &RevisionMap) -> Result<Value, RevisionError> {
    let targets = |texts: Vec<&str>| texts.into_iter().map(str::parse).collect::<Result<_, _>>();
    let heads = query.head.as_ref().map_or_else(|| vec!["head"], OneOrMany::texts);
    let depends_on = query.depends_on.iter().map(String::as_str).collect();
    let addition = Addition {
        id: query.id.clone(),
        heads: targets(heads)?,
        splice: query.splice,
        branch_labels: query.branch_label.iter().cloned().collect(),
        depends_on: targets(depends_on)?,
    };
    let new = map.new_revision(&addition)?;
    let mut answer = json!({
        "down_revisions": new.down_revisions,
        "branch_labels": new.branch_labels,
        "depends_on": new.depends_on,
    });
    match map.with(new) {
        Ok(grown) => {
            answer["heads_after"] = json!(grown.heads());
            answer["labels_after"] = json!(grown.node(&query.id).unwrap().labels());
            if !grown.duplicates().is_empty() {
                answer["warnings"] = json!(["duplicate_revision"]);
            }
        }
        Err(error) => answer["reload_error"] = json!(class_of_history(&error)),
    }
    Ok(answer)
}

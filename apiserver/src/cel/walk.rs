//! The parts of an expression.

use kube_cel::cel::common::ast::{EntryExpr, Expr, IdedExpr};

/// Visits the expressions right below one. How deep they go is bounded by their parser.
pub fn children(expr: &mut Expr, visit: &mut dyn FnMut(&mut IdedExpr)) {
    match expr {
        Expr::Unspecified | Expr::Literal(_) | Expr::Ident(_) => {}
        Expr::Select(select) => visit(&mut select.operand),
        Expr::Call(call) => call.target.as_deref_mut().into_iter().chain(&mut call.args).for_each(visit),
        Expr::Comprehension(inner) => {
            let inner = &mut **inner;
            visit(&mut inner.iter_range);
            visit(&mut inner.accu_init);
            visit(&mut inner.loop_cond);
            visit(&mut inner.loop_step);
            visit(&mut inner.result);
        }
        Expr::List(list) => list.elements.iter_mut().for_each(visit),
        Expr::Map(map) => map.entries.iter_mut().for_each(|e| entry(&mut e.expr, visit)),
        Expr::Struct(object) => object.entries.iter_mut().for_each(|e| entry(&mut e.expr, visit)),
    }
}

fn entry(entry: &mut EntryExpr, visit: &mut dyn FnMut(&mut IdedExpr)) {
    match entry {
        EntryExpr::StructField(field) => visit(&mut field.value),
        EntryExpr::MapEntry(entry) => {
            visit(&mut entry.key);
            visit(&mut entry.value);
        }
    }
}

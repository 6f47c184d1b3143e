//! Sorting of short lists by one copy of the algorithm, whatever the lists hold: each kind of list that is sorted by the
//! standard library brings a copy of 4 KB into a module for browsers.

use std::{cmp::Ordering, mem};

/// Sorts, stably.
pub(crate) fn sort<T: Ord>(list: &mut Vec<T>) {
    sort_by(list, &T::cmp);
}

/// Sorts by a comparison, stably.
pub(crate) fn sort_by<T>(list: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let order =
        ordered(list.len(), &|a, b| list.get(a).zip(list.get(b)).map_or(Ordering::Equal, |(a, b)| compare(a, b)));
    let mut items: Vec<Option<T>> = mem::take(list).into_iter().map(Some).collect();
    list.extend(order.into_iter().filter_map(|index| items.get_mut(index)?.take()));
}

/// The indices below `length` in order, stably.
pub(crate) fn ordered(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_sorts() {
        let list: Vec<(u64, usize)> = (0..200_u64).map(|n| (n * 7919 % 31, n as usize)).collect();
        let (mut ours, mut theirs) = (list.clone(), list.clone());
        sort(&mut ours);
        theirs.sort();
        assert_eq!(ours, theirs);
        let (mut ours, mut theirs) = (list.clone(), list);
        sort_by(&mut ours, &|a, b| b.0.cmp(&a.0));
        theirs.sort_by_key(|a| std::cmp::Reverse(a.0));
        assert_eq!(ours, theirs);
    }
}

// The flashes that this browser was told, oldest first: pure functions on frozen lists.

const kept = 100;

// Return the list after a message of the stream, with the flashes that are new in it and those that left it.
// A later version takes the place of the one before; a story that is gone leaves.
export function afterMessage(list, message) {
  const gone = new Set(message.gone);
  const withdrawn = list.filter((one) => gone.has(one.id));
  const next = list.filter((one) => !gone.has(one.id));
  const fresh = [];
  for (const story of message.told) {
    const at = next.findIndex((one) => one.id === story.id);
    if (at < 0 && story.label) {
      next.push(story);
      fresh.push(story);
    } else if (at >= 0 && story.version >= next[at].version) {
      next[at] = { ...story, label: story.label || next[at].label };
    }
  }
  return { list: next.slice(-kept), fresh, withdrawn, changed: JSON.stringify(list) !== JSON.stringify(next) };
}

// Return the flashes that the reader has not dismissed, newest first.
export function unseen(list, seen) {
  return list.filter((one) => !seen.includes(one.id)).reverse();
}

// Return the ids of seen flashes with some more, or fewer; ids that no list has any longer fall out at the end.
export function withSeen(seen, ids) {
  return [...seen.filter((one) => !ids.includes(one)), ...ids].slice(-2 * kept);
}

export function withoutSeen(seen, ids) {
  return seen.filter((one) => !ids.includes(one));
}

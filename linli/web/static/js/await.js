// A payment that is being confirmed: ask every two seconds, ever more slowly, and show the page again when it is known.
const waiting = document.querySelector("[data-await]");

async function ask(after) {
  try {
    const answer = await fetch(waiting.dataset.await, { headers: { Accept: "application/json" } });
    if (answer.ok && (await answer.json()).state !== "paying") {
      return waiting.dataset.awaitTo ? location.replace(waiting.dataset.awaitTo) : location.reload();
    }
  } catch {
    // no network just now: ask again
  }
  setTimeout(() => ask(Math.min(after * 1.3, 30000)), after);
}

if (waiting) setTimeout(() => ask(2000), 1000);

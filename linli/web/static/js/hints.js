// While somebody types what is wrong, shows the outage or the announcement that tells of it already.
// Without this module the page that asks what it is about answers the same question.
function watch(box) {
  const typed = box.closest("form").elements.words;
  let asked = "";

  const look = async () => {
    const words = typed.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < 2) {
      box.replaceChildren();
      return;
    }
    try {
      const query = new URLSearchParams({ words: words.slice(0, 1000) });
      const answer = await fetch(`${box.dataset.hints}?${query}`, { headers: { Accept: "text/html" } });
      if (answer.ok && asked === words) box.innerHTML = await answer.text();
    } catch {
      asked = ""; // no network: the report itself can still be kept and sent later
    }
  };
  let timer;
  typed.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 400);
  });
  look();
}

document.querySelectorAll("[data-hints]").forEach(watch);

// As soon as the place of a report is known, shows what is open nearby, so that nobody reports a thing twice.
// Without this module the server asks once before it takes the report.
function watch(box) {
  const form = box.closest("form");
  const named = (name) => form.elements[name]?.value ?? "";
  let asked = "";

  const look = async () => {
    const query = new URLSearchParams({ category: box.dataset.category });
    for (const name of ["unit_id", "place_id", "place", "building_id"]) if (named(name)) query.set(name, named(name));
    if (asked === query.toString()) return;
    asked = query.toString();
    if (!named("unit_id") && !named("place_id") && !named("building_id") && named("place").trim().length < 2) {
      box.replaceChildren();
      return;
    }
    try {
      const answer = await fetch(`${box.dataset.nearby}?${query}`, { headers: { Accept: "text/html" } });
      if (answer.ok && asked === query.toString()) box.innerHTML = await answer.text();
    } catch {
      asked = ""; // no network: the report itself can still be kept and sent later
    }
  };
  let timer;
  form.addEventListener("input", (event) => {
    if (!["unit_id", "place_id", "place", "building_id"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  });
}

document.querySelectorAll("[data-nearby]").forEach(watch);

// Reads part of the page aloud at the touch of a button; the button stays hidden where the browser cannot speak.
const speech = window.speechSynthesis;

function words(button) {
  const said = (element) => element.innerText.split("\n").map((line) => line.trim()).filter(Boolean).join("。");
  return button.dataset.speak.split(" ").map((id) => said(document.getElementById(id))).join("。");
}

function follow(button) {
  const label = button.querySelector("span");
  const usual = label.textContent;
  const show = (speaking) => {
    label.textContent = speaking ? "停止朗读" : usual;
    button.setAttribute("aria-pressed", String(speaking));
  };
  const speak = () => {
    const said = new SpeechSynthesisUtterance(words(button));
    said.lang = "zh-CN";
    said.rate = 0.9;
    said.onstart = () => show(true);
    said.onend = said.onerror = () => show(false);
    speech.cancel();
    speech.speak(said);
  };
  button.hidden = false;
  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? speech.cancel() : speak()));
  // The last look before a ballot goes in is read without being asked in elder mode, where the browser lets it.
  if (button.dataset.speakNow !== undefined && document.documentElement.dataset.mode === "elder") speak();
}

if (speech && window.SpeechSynthesisUtterance) {
  for (const button of document.querySelectorAll("[data-speak]")) follow(button);
  addEventListener("pagehide", () => speech.cancel());
}

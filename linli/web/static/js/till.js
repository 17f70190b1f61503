// Leads to the channel: opens WeChat's own window with the words that the server signed, or goes to the channel's page.
const words = document.querySelector("[data-till]");
const page = document.querySelector("[data-till-page]");

function open() {
  const ask = () => WeixinJSBridge.invoke("getBrandWCPayRequest", JSON.parse(words.dataset.till), () => {});
  if (typeof WeixinJSBridge === "undefined") document.addEventListener("WeixinJSBridgeReady", ask, { once: true });
  else ask();
}

if (words) {
  words.addEventListener("click", open);
  open();
}
// once a visit: whoever comes back from the channel's page wants to stay here
if (page && !sessionStorage.getItem(location.pathname)) {
  sessionStorage.setItem(location.pathname, "1");
  location.assign(page.href);
}

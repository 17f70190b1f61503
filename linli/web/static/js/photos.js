// Makes chosen photos small before they are sent (longest side 1600 px, JPEG), shows them, lets one be taken out.
// Without this module the plain file field sends the originals. Drawn on canvas, so no blob: address is needed.
const LONGEST = 1600;
const QUALITY = 0.82;

export async function shrink(file) {
  if (!file.type.startsWith("image/") || !self.createImageBitmap) return { file, picture: null };
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const ink = canvas.getContext("2d");
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, canvas.width, canvas.height);
    ink.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    const smaller = blob && (blob.size < file.size || scale < 1);
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return { file: smaller ? new File([blob], name, { type: "image/jpeg" }) : file, picture: canvas };
  } catch {
    return { file, picture: null }; // an unreadable picture is the server's to refuse, in words
  }
}

export function small(picture) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 184;
  const side = Math.min(picture.width, picture.height);
  canvas.getContext("2d").drawImage(
    picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 184, 184,
  );
  return canvas;
}

function equip(block) {
  const input = block.querySelector("input[type=file]");
  const list = block.querySelector("[data-photos-list]");
  const said = block.querySelector("[data-photos-said]");
  const most = Number(block.dataset.most);
  let chosen = [];

  const hand = () => {
    const parcel = new DataTransfer();
    for (const { file } of chosen) parcel.items.add(file);
    input.files = parcel.files;
  };
  const draw = () => {
    list.replaceChildren(...chosen.map((photo, place) => {
      const item = document.createElement("li");
      if (photo.picture) item.append(photo.small ??= small(photo.picture));
      else item.append(photo.file.name);
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.setAttribute("aria-label", `去掉第 ${place + 1} 张照片`);
      const mark = Object.assign(document.createElement("span"), { textContent: "×" });
      mark.setAttribute("aria-hidden", "true");
      button.append(mark);
      button.addEventListener("click", () => {
        chosen.splice(place, 1);
        hand();
        draw();
        said.textContent = `还有 ${chosen.length} 张照片。`;
        (list.querySelector("button") ?? input).focus();
      });
      item.append(button);
      return item;
    }));
    list.hidden = !chosen.length;
  };

  const take = async () => {
    const fresh = [...input.files];
    if (!fresh.length) return hand();
    const room = Math.max(0, most - chosen.length);
    block.setAttribute("aria-busy", "true");
    said.textContent = "正在处理照片…";
    for (const file of fresh.slice(0, room)) chosen.push(await shrink(file));
    block.removeAttribute("aria-busy");
    hand();
    draw();
    const size = chosen.reduce((sum, { file }) => sum + file.size, 0) / 1048576;
    said.textContent = fresh.length > room
      ? `最多 ${most} 张，多出的 ${fresh.length - room} 张没有加上。`
      : `已选 ${chosen.length} 张，共约 ${Math.max(0.1, size).toFixed(1)} MB。`;
  };
  input.addEventListener("change", take);
  if (input.files.length) take(); // chosen while this module was still on its way
}

document.querySelectorAll("[data-photos]").forEach(equip);

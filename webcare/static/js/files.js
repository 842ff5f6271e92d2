// Files come by choosing, dragging or pasting.
import { behaviour } from "./behaviours.js";
import { call } from "./request.js";
import { modeOf, slot } from "./write.js";

behaviour("files", (form, signal) => {
  const input = slot(form, "file");
  const takes = () => Number(modeOf(form).dataset.most) > 0;

  const add = async (files) => {
    for (const file of files) {
      const data = new FormData();
      data.append("file", file, file.name);
      const response = await call("POST", form.dataset.files, data);
      if (response.status !== 200) continue;
      slot(form, "files").insertAdjacentHTML("beforeend", await response.text());
      window.htmx.process(slot(form, "files"));
    }
  };
  const drawAgain = async () => {
    const response = await call("GET", form.dataset.files);
    if (response.status !== 200) return;
    slot(form, "files").innerHTML = await response.text();
    window.htmx.process(slot(form, "files"));
  };
  input.addEventListener("change", () => { add([...input.files]); input.value = ""; }, { signal });
  form.addEventListener("paste", (event) => {
    if (!takes() || !event.clipboardData.files.length) return;
    event.preventDefault();
    add([...event.clipboardData.files]);
  }, { signal });
  form.addEventListener("dragover", (event) => {
    if (!takes() || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("dropping");
  }, { signal });
  document.addEventListener("restored", ({ detail }) => String(detail.conversation) === form.dataset.conversation && drawAgain(), { signal });
  form.addEventListener("dragleave", () => form.classList.remove("dropping"), { signal });
  form.addEventListener("drop", (event) => {
    form.classList.remove("dropping");
    if (!takes() || !event.dataTransfer.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  }, { signal });
});

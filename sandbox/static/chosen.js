// Shows which picture is about to be sent.
export function showChosen() {
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=file]")) return;
    const note = event.target.form.querySelector("[data-chosen]");
    const file = event.target.files[0];
    note.hidden = !file;
    note.textContent = file ? file.name : "";
    if (file?.type.startsWith("image/")) {
      const picture = new Image();
      picture.alt = "";
      picture.src = URL.createObjectURL(file);
      picture.onload = () => URL.revokeObjectURL(picture.src);
      note.prepend(picture);
    }
  });
  document.addEventListener("reset", (event) => {
    const note = event.target.querySelector("[data-chosen]");
    if (note) note.hidden = true;
  });
}

// The page of sources: a file of feeds is put into the form as its text, and a removal is confirmed.
const file = document.getElementById("opml-file");
file?.addEventListener("change", async () => {
  const chosen = file.files?.[0];
  if (chosen) document.getElementById("opml").value = await chosen.text();
});
for (const button of document.querySelectorAll('button[name="act"][value="remove"]')) {
  button.addEventListener("click", (event) => {
    if (!confirm(`${button.getAttribute("aria-label")}?`)) event.preventDefault();
  });
}

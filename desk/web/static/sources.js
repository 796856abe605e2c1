// The page of sources: a file of feeds is put into the form as its text.
const file = document.getElementById("opml-file");
file?.addEventListener("change", async () => {
  const chosen = file.files?.[0];
  if (chosen) document.getElementById("opml").value = await chosen.text();
});

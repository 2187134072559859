<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>PictureWords</name>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Unfinished: interrupted before its last step</source>
        <translation>Unfertig: vor dem letzten Schritt abgebrochen</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>Gelesen als</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Worttreue</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Sampler</translation>
    </message>
    <message>
        <source>Noise schedule</source>
        <translation>Rauschverlauf</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Motiv</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip-Skip</translation>
    </message>
    <message>
        <source>Eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>TeachDraft</name>
    <message>
        <source>Add at least 1 photo</source>
        <translation>Mindestens 1 Foto hinzufügen</translation>
    </message>
    <message>
        <source>Give it a name</source>
        <translation>Gib ihm einen Namen</translation>
    </message>
    <message>
        <source>Say what kind it is</source>
        <translation>Sag, was es ist</translation>
    </message>
    <message>
        <source>Fill in the rare word</source>
        <translation>Trag das seltene Wort ein</translation>
    </message>
    <message>
        <source>a photo of %1 %2</source>
        <translation>a photo of %1 %2</translation>
    </message>
</context>
<context>
    <name>TeachEndWords</name>
    <message>
        <source>Write “%1” in a prompt and it will be in the picture.</source>
        <translation>Schreib „%1“ in einen Prompt, und es ist im Bild.</translation>
    </message>
    <message>
        <source>You can make pictures with it, but read what failed first: it may not look like %1.</source>
        <translation>Du kannst Bilder damit machen, aber lies zuerst, was nicht gelang: Es sieht vielleicht nicht aus wie %1.</translation>
    </message>
    <message>
        <source>It took %1 steps and %2.</source>
        <translation>Es dauerte %1 Schritte und %2.</translation>
    </message>
    <message>
        <source>%1 is learnt</source>
        <translation>%1 ist gelernt</translation>
    </message>
    <message>
        <source>%1 was taught, but not every check passed</source>
        <translation>%1 wurde angelernt, aber nicht jede Prüfung ist bestanden</translation>
    </message>
    <message>
        <source>%1: stopped at step %2 of %3</source>
        <translation>%1: angehalten bei Schritt %2 von %3</translation>
    </message>
    <message>
        <source>%1: stopped before the first step</source>
        <translation>%1: angehalten vor dem ersten Schritt</translation>
    </message>
    <message>
        <source>Teaching %1 was interrupted</source>
        <translation>Das Anlernen von %1 wurde unterbrochen</translation>
    </message>
    <message>
        <source>Teaching %1 did not work</source>
        <translation>Das Anlernen von %1 ist nicht gelungen</translation>
    </message>
    <message>
        <source>The checkpoint at step %1 of %2 is kept. Continue teaching goes on from there.</source>
        <translation>Der Zwischenstand bei Schritt %1 von %2 bleibt erhalten. „Weiter anlernen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>The checkpoint at step %1 is kept. Continue teaching goes on from there.</source>
        <translation>Der Zwischenstand bei Schritt %1 bleibt erhalten. „Weiter anlernen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Continue teaching from the checkpoint, or change the settings and start again.</source>
        <translation>Lerne vom Zwischenstand aus weiter an, oder ändere die Einstellungen und beginne neu.</translation>
    </message>
    <message>
        <source>Change the settings and start again.</source>
        <translation>Ändere die Einstellungen und beginne neu.</translation>
    </message>
    <message>
        <source>No checkpoint had been saved yet, so teaching has to start again. Your photos and settings are kept.</source>
        <translation>Es war noch kein Zwischenstand gesichert, deshalb muss das Anlernen von vorn beginnen. Deine Fotos und Einstellungen bleiben erhalten.</translation>
    </message>
    <message>
        <source>Teaching %1 stopped before the first step when Likeness ended.</source>
        <translation>Das Anlernen von %1 hörte vor dem ersten Schritt auf, als Likeness endete.</translation>
    </message>
    <message>
        <source>Teaching %1 stopped at step %2 of %3 when Likeness ended.</source>
        <translation>Das Anlernen von %1 hörte bei Schritt %2 von %3 auf, als Likeness endete.</translation>
    </message>
</context>
<context>
    <name>TeachWords</name>
    <message>
        <source>Opening the base model</source>
        <translation>Das Grundmodell wird geöffnet</translation>
    </message>
    <message>
        <source>Looking at your photos</source>
        <translation>Deine Fotos werden angesehen</translation>
    </message>
    <message>
        <source>Making pictures of an ordinary %1</source>
        <translation>Bilder von gewöhnlichem „%1“ entstehen</translation>
    </message>
    <message>
        <source>Preparing the photos</source>
        <translation>Die Fotos werden vorbereitet</translation>
    </message>
    <message>
        <source>Drawing sample pictures</source>
        <translation>Probebilder entstehen</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Measuring how close it is</source>
        <translation>Es wird gemessen, wie nah es ist</translation>
    </message>
    <message>
        <source>Saving a checkpoint</source>
        <translation>Ein Zwischenstand wird gesichert</translation>
    </message>
    <message>
        <source>Checking the result</source>
        <translation>Das Ergebnis wird geprüft</translation>
    </message>
    <message>
        <source>Fingerprinting the files</source>
        <translation>Die Prüfsummen der Dateien werden berechnet</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>Every step was done</source>
        <translation>Jeder Schritt ist getan</translation>
    </message>
    <message>
        <source>Some steps are missing</source>
        <translation>Es fehlen Schritte</translation>
    </message>
    <message>
        <source>The numbers stayed sound</source>
        <translation>Die Zahlen blieben gesund</translation>
    </message>
    <message>
        <source>The numbers ran away</source>
        <translation>Die Zahlen sind entgleist</translation>
    </message>
    <message>
        <source>It draws closer to your photos than before</source>
        <translation>Es zeichnet näher an deinen Fotos als zuvor</translation>
    </message>
    <message>
        <source>It draws no closer to your photos than before</source>
        <translation>Es zeichnet nicht näher an deinen Fotos als zuvor</translation>
    </message>
    <message>
        <source>The model has changed</source>
        <translation>Das Modell hat sich geändert</translation>
    </message>
    <message>
        <source>The model is just as it was</source>
        <translation>Das Modell ist genau wie zuvor</translation>
    </message>
    <message>
        <source>The saved files open and draw the same picture</source>
        <translation>Die gesicherten Dateien lassen sich öffnen und zeichnen dasselbe Bild</translation>
    </message>
    <message>
        <source>The saved files do not give the same picture</source>
        <translation>Die gesicherten Dateien geben nicht dasselbe Bild</translation>
    </message>
    <message>
        <source>Writing “%1” makes a difference</source>
        <translation>Das Wort „%1“ macht einen Unterschied</translation>
    </message>
    <message>
        <source>Writing “%1” makes no difference</source>
        <translation>Das Wort „%1“ macht keinen Unterschied</translation>
    </message>
    <message>
        <source>An ordinary %1 still looks as before</source>
        <translation>Gewöhnliches „%1“ sieht aus wie zuvor</translation>
    </message>
    <message>
        <source>An ordinary %1 no longer looks as before</source>
        <translation>Gewöhnliches „%1“ sieht nicht mehr aus wie zuvor</translation>
    </message>
</context>
<context>
    <name>likeness::ui::BeforeAfter</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>%1, enlarge</source>
        <translation>%1, vergrößern</translation>
    </message>
</context>
<context>
    <name>likeness::ui::ChoiceBar</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>likeness::ui::CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchtest du tun?</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Befehle suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>%1   (%2)</source>
        <comment>command, its key</comment>
        <translation>%1   (%2)</translation>
    </message>
</context>
<context>
    <name>likeness::ui::ComparePage</name>
    <message>
        <source>The pictures in turn</source>
        <translation>Die Bilder im Wechsel</translation>
    </message>
    <message>
        <source>Settings in which the pictures differ</source>
        <translation>Einstellungen, in denen sich die Bilder unterscheiden</translation>
    </message>
    <message>
        <source>How to compare</source>
        <translation>Wie verglichen wird</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Wischen</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>Blinken</translation>
    </message>
    <message>
        <source>Take all away</source>
        <translation>Alle wegnehmen</translation>
    </message>
    <message>
        <source>Choose in the library</source>
        <translation>In der Bibliothek wählen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Lay pictures side by side</source>
        <translation>Bilder nebeneinanderlegen</translation>
    </message>
    <message>
        <source>One picture is here. Choose another one in the library, or drop it here.</source>
        <translation>Ein Bild liegt hier. Wähle ein weiteres in der Bibliothek oder lass es hier fallen.</translation>
    </message>
    <message>
        <source>Choose two to four pictures in the library and press Compare, or drop them here.</source>
        <translation>Wähle zwei bis vier Bilder in der Bibliothek und drücke Vergleichen, oder lass sie hier fallen.</translation>
    </message>
    <message>
        <source>All settings are the same.</source>
        <translation>Alle Einstellungen sind gleich.</translation>
    </message>
    <message>
        <source>What these files were made of is not known.</source>
        <translation>Woraus diese Dateien entstanden sind, ist nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::DetailsPanel</name>
    <message>
        <source>Use these settings</source>
        <translation>Diese Einstellungen nehmen</translation>
    </message>
    <message>
        <source>Put all of them on the left, seed included</source>
        <translation>Alle links eintragen, samt Startwert</translation>
    </message>
    <message>
        <source>Use this seed</source>
        <translation>Diesen Startwert nehmen</translation>
    </message>
    <message>
        <source>Keep only the seed; the rest stays as it is</source>
        <translation>Nur den Startwert übernehmen; alles andere bleibt</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Angaben kopieren</translation>
    </message>
    <message>
        <source>As text that other programs read too</source>
        <translation>Als Text, den auch andere Programme lesen</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>To paste it into another program</source>
        <translation>Zum Einfügen in ein anderes Programm</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the folder with the picture&apos;s file</source>
        <translation>Den Ordner mit der Bilddatei öffnen</translation>
    </message>
    <message>
        <source>Details of the picture</source>
        <translation>Angaben zum Bild</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>What this file was made of is not known.</source>
        <translation>Woraus diese Datei entstand, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>How the picture was made appears here once it is finished.</source>
        <translation>Wie das Bild entstand, steht hier, sobald es fertig ist.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Lay it beside others on the Compare page</source>
        <translation>Auf der Seite Vergleichen neben andere legen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::DraftStrip</name>
    <message>
        <source>Drafts over the guidance</source>
        <translation>Entwürfe über die Worttreue</translation>
    </message>
    <message>
        <source>Draft with guidance %1; a click chooses it</source>
        <translation>Entwurf mit Worttreue %1; ein Klick wählt sie</translation>
    </message>
</context>
<context>
    <name>likeness::ui::DraftsBar</name>
    <message>
        <source>Drafts</source>
        <translation>Entwürfe</translation>
    </message>
    <message>
        <source>Small quick pictures over the whole range, to choose the guidance by eye</source>
        <translation>Kleine schnelle Bilder über den ganzen Bereich, um die Worttreue nach Augenmaß zu wählen</translation>
    </message>
    <message>
        <source>Lock the seed to see them.</source>
        <translation>Halte den Startwert fest, um sie zu sehen.</translation>
    </message>
    <message>
        <source>Drawing …</source>
        <translation>Zeichnet …</translation>
    </message>
</context>
<context>
    <name>likeness::ui::EmptyState</name>
    <message>
        <source>No pictures yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>Write what you want to see on the left, or begin with one of these:</source>
        <translation>Schreib links, was du sehen willst, oder beginne hiermit:</translation>
    </message>
    <message>
        <source>Teach a subject of your own …</source>
        <translation>Ein eigenes Motiv anlernen …</translation>
    </message>
    <message>
        <source>Your dog, your mug, yourself:
a few photos are enough.</source>
        <translation>Dein Hund, deine Tasse, du selbst:
Ein paar Fotos genügen.</translation>
    </message>
    <message>
        <source>Example: %1</source>
        <translation>Beispiel: %1</translation>
    </message>
</context>
<context>
    <name>likeness::ui::EmptyView</name>
    <message>
        <source>Drop 3-5 photos of one subject</source>
        <translation>3–5 Fotos eines Motivs hier ablegen</translation>
    </message>
    <message>
        <source>A pet, a toy, a mug, a person: the same one in every photo, in different places and light. Your photos stay on this machine.</source>
        <translation>Ein Haustier, ein Spielzeug, eine Tasse, ein Mensch: auf jedem Foto dasselbe, an verschiedenen Orten und in verschiedenem Licht. Deine Fotos bleiben auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Choose photos …</source>
        <translation>Fotos wählen …</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Add the picture or files on the clipboard (Ctrl+V)</source>
        <translation>Bild oder Dateien aus der Zwischenablage hinzufügen (Strg+V)</translation>
    </message>
    <message>
        <source>No photos at hand? Try the sample subject:</source>
        <translation>Keine Fotos zur Hand? Nimm ein Beispiel:</translation>
    </message>
    <message>
        <source>%1, a %2</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Try the sample subject %1, a %2</source>
        <translation>Das Beispiel %1 (%2) nehmen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::EndView</name>
    <message>
        <source>Make pictures</source>
        <translation>Bilder machen</translation>
    </message>
    <message>
        <source>Continue teaching</source>
        <translation>Weiter anlernen</translation>
    </message>
    <message>
        <source>Teach another</source>
        <translation>Anderes Motiv anlernen</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What was kept</source>
        <translation>Was erhalten blieb</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>What it drew and how it learned</source>
        <translation>Was es zeichnete und wie es lernte</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>All samples</source>
        <translation>Alle Probebilder</translation>
    </message>
    <message>
        <source>Loss chart</source>
        <translation>Verlustkurve</translation>
    </message>
    <message>
        <source>Back to settings</source>
        <translation>Zu den Einstellungen</translation>
    </message>
    <message>
        <source>The photos and settings of this subject, to start again</source>
        <translation>Fotos und Einstellungen dieses Motivs, um neu zu beginnen</translation>
    </message>
    <message>
        <source>Discard the run</source>
        <translation>Lauf verwerfen</translation>
    </message>
    <message>
        <source>Move what was learnt so far to the trash; photos and settings stay</source>
        <translation>Das bisher Gelernte in den Papierkorb legen; Fotos und Einstellungen bleiben</translation>
    </message>
</context>
<context>
    <name>likeness::ui::EngineLoader</name>
    <message>
        <source>The part that draws is missing: %1 was not found.</source>
        <translation>Der Teil, der zeichnet, fehlt: %1 wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Install Likeness again, or start it with packaging/run.</source>
        <translation>Installiere Likeness neu, oder starte es mit packaging/run.</translation>
    </message>
    <message>
        <source>The part that draws could not be opened: %1</source>
        <translation>Der Teil, der zeichnet, ließ sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>Install Likeness again; LibTorch must lie beside it.</source>
        <translation>Installiere Likeness neu; LibTorch muss danebenliegen.</translation>
    </message>
    <message>
        <source>%1 belongs to another version of Likeness.</source>
        <translation>%1 gehört zu einer anderen Version von Likeness.</translation>
    </message>
    <message>
        <source>Install Likeness again.</source>
        <translation>Installiere Likeness neu.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::Filmstrip</name>
    <message>
        <source>unfinished</source>
        <translation>unfertig</translation>
    </message>
    <message>
        <source>Pictures of this session</source>
        <translation>Bilder dieser Sitzung</translation>
    </message>
</context>
<context>
    <name>likeness::ui::FilmstripModel</name>
    <message>
        <source>%1 (unfinished)</source>
        <translation>%1 (unfertig)</translation>
    </message>
</context>
<context>
    <name>likeness::ui::GenerateBar</name>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Interrupt</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Anstellen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Stop after this step and keep what is there (Esc)</source>
        <translation>Nach diesem Schritt aufhören und behalten, was da ist (Esc)</translation>
    </message>
    <message>
        <source>Make this one next, with the settings above (Ctrl+Enter)</source>
        <translation>Dieses als Nächstes machen, mit den Einstellungen oben (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Queue another picture</source>
        <translation>Ein weiteres Bild anstellen</translation>
    </message>
    <message>
        <source>Take back what has not begun</source>
        <translation>Zurücknehmen, was noch nicht begonnen hat</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message numerus="yes">
        <source>Clear %n waiting</source>
        <translation>
            <numerusform>%n Wartendes streichen</numerusform>
            <numerusform>%n Wartende streichen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::GuidanceControl</name>
    <message>
        <source>Guidance slider</source>
        <translation>Regler für die Worttreue</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Worttreue</translation>
    </message>
    <message>
        <source>How closely the picture follows your words (guidance, CFG scale).
Keys [ and ] move it while no text is edited.</source>
        <translation>Wie genau das Bild deinen Worten folgt (Guidance, CFG-Skala).
Die Tasten [ und ] verstellen sie, solange kein Text bearbeitet wird.</translation>
    </message>
    <message>
        <source>freer</source>
        <translation>freier</translation>
    </message>
    <message>
        <source>closer to your words</source>
        <translation>näher an deinen Worten</translation>
    </message>
</context>
<context>
    <name>likeness::ui::ImageView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>likeness::ui::JobRow</name>
    <message>
        <source>Show its page</source>
        <translation>Seine Seite zeigen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Do it earlier (Alt+Up)</source>
        <translation>Früher erledigen (Alt+Auf)</translation>
    </message>
    <message>
        <source>Do it later (Alt+Down)</source>
        <translation>Später erledigen (Alt+Ab)</translation>
    </message>
    <message>
        <source>Take it out of the queue (Del)</source>
        <translation>Aus der Schlange nehmen (Entf)</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop it, keeping what is there (Del)</source>
        <translation>Anhalten und behalten, was da ist (Entf)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>job, what it does now</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>likeness::ui::LibraryViewModel</name>
    <message>
        <source>The library&apos;s index was damaged and is being made anew. Your pictures are not affected.</source>
        <translation>Das Verzeichnis der Bibliothek war beschädigt und wird neu angelegt. Deine Bilder sind nicht betroffen.</translation>
    </message>
    <message>
        <source>The library&apos;s index cannot be saved in %1, so pictures appear more slowly at the next start. Your pictures are not affected.</source>
        <translation>Das Verzeichnis der Bibliothek lässt sich in %1 nicht sichern, deshalb erscheinen die Bilder beim nächsten Start langsamer. Deine Bilder sind nicht betroffen.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be put back; look into the trash.</source>
        <translation>
            <numerusform>%n Bild ließ sich nicht zurücklegen; sieh im Papierkorb nach.</numerusform>
            <numerusform>%n Bilder ließen sich nicht zurücklegen; sieh im Papierkorb nach.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be moved to the trash.</source>
        <translation>
            <numerusform>%n Bild ließ sich nicht in den Papierkorb legen.</numerusform>
            <numerusform>%n Bilder ließen sich nicht in den Papierkorb legen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) moved to the trash.</source>
        <translation>
            <numerusform>%n Bild liegt im Papierkorb.</numerusform>
            <numerusform>%n Bilder liegen im Papierkorb.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::LossChart</name>
    <message>
        <source>How far the model is from your photos. It jumps from step to step; the bold line is its trend.</source>
        <translation>Wie weit das Modell von deinen Fotos entfernt ist. Es springt von Schritt zu Schritt; die kräftige Linie zeigt die Richtung.</translation>
    </message>
    <message>
        <source>The same for the class pictures, which keep the kind as it was.</source>
        <translation>Dasselbe für die Artbilder, die die Art bewahren, wie sie war.</translation>
    </message>
    <message>
        <source>Your photos measured with the same noise each time: if this falls, the subject is being learnt.</source>
        <translation>Deine Fotos, jedes Mal mit demselben Rauschen gemessen: Fällt die Linie, wird das Motiv gelernt.</translation>
    </message>
    <message>
        <source>The class pictures measured with the same noise each time: this should stay level.</source>
        <translation>Die Artbilder, jedes Mal mit demselben Rauschen gemessen: Diese Linie sollte eben bleiben.</translation>
    </message>
    <message>
        <source>▼ checkpoint   ○ samples</source>
        <translation>▼ Zwischenstand   ○ Probebilder</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show all steps</source>
        <translation>Alle Schritte zeigen</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Mitlaufen</translation>
    </message>
    <message>
        <source>While zoomed in, move on with the newest step.</source>
        <translation>Im vergrößerten Ausschnitt mit dem neuesten Schritt mitlaufen.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>Logarithmische Skala</translation>
    </message>
    <message>
        <source>Logarithmic scale: small changes stay visible late in the run.</source>
        <translation>Logarithmische Skala: Kleine Änderungen bleiben auch spät im Lauf sichtbar.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::LossPlot</name>
    <message>
        <source>Your photos</source>
        <translation>Deine Fotos</translation>
    </message>
    <message>
        <source>Class pictures</source>
        <translation>Artbilder</translation>
    </message>
    <message>
        <source>Probe, photos</source>
        <translation>Messung, Fotos</translation>
    </message>
    <message>
        <source>Probe, class</source>
        <translation>Messung, Art</translation>
    </message>
    <message>
        <source>Loss chart</source>
        <translation>Verlustkurve</translation>
    </message>
    <message>
        <source>How far the model is from the photos at each step. Left and right move the cursor, plus and minus zoom.</source>
        <translation>Wie weit das Modell bei jedem Schritt von den Fotos entfernt ist. Links und rechts bewegen die Marke, Plus und Minus vergrößern.</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>%1 (smooth %2)</source>
        <translation>%1 (geglättet %2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Checkpoint saved</source>
        <translation>Zwischenstand gesichert</translation>
    </message>
    <message>
        <source>Samples drawn</source>
        <translation>Probebilder gezeichnet</translation>
    </message>
    <message>
        <source>The chart begins with the first step: the lower the line, the closer the model is to your photos.</source>
        <translation>Die Kurve beginnt mit dem ersten Schritt: Je tiefer die Linie, desto näher ist das Modell deinen Fotos.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::MainWindow</name>
    <message>
        <source>Teach</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Teach a subject from a few photos</source>
        <translation>Ein Motiv aus ein paar Fotos anlernen</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Make pictures from words</source>
        <translation>Bilder aus Worten machen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Pictures and subjects made so far</source>
        <translation>Bisherige Bilder und Motive</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Likeness</translation>
    </message>
    <message>
        <source>%1 – Likeness</source>
        <translation>%1 – Likeness</translation>
    </message>
    <message>
        <source>%1 % – %2 – Likeness</source>
        <translation>%1 % – %2 – Likeness</translation>
    </message>
    <message>
        <source>%1: done.</source>
        <translation>%1: fertig.</translation>
    </message>
    <message>
        <source>%1 did not work out. %2</source>
        <translation>%1 ist nicht gelungen. %2</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Not working</source>
        <translation>Nicht bereit</translation>
    </message>
    <message>
        <source>Likeness can neither teach nor make pictures now. %1</source>
        <translation>Likeness kann jetzt weder anlernen noch Bilder machen. %1</translation>
    </message>
    <message>
        <source>Copy this text</source>
        <translation>Diesen Text kopieren</translation>
    </message>
    <message>
        <source>Teaching is not finished. If you close now, what has been learnt so far is saved, and you can go on later.</source>
        <translation>Das Anlernen ist nicht fertig. Wenn du jetzt schließt, wird das bisher Gelernte gesichert, und du kannst später weitermachen.</translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Likeness %1 learns a subject from a few of your photos and makes pictures of it, on this computer alone. Free software under the MIT licence.</source>
        <translation>Likeness %1 lernt ein Motiv aus ein paar deiner Fotos und macht Bilder davon, allein auf diesem Rechner. Freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Teach</source>
        <translation>An&amp;lernen</translation>
    </message>
    <message>
        <source>&amp;Make</source>
        <translation>&amp;Erzeugen</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>&amp;Bibliothek</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>&amp;Bilder</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Erzeugen</translation>
    </message>
    <message>
        <source>&amp;Interrupt</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>T&amp;eaching</source>
        <translation>An&amp;lernen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Checkpoint now</source>
        <translation>&amp;Zwischenstand jetzt sichern</translation>
    </message>
    <message>
        <source>&amp;Sample now</source>
        <translation>P&amp;robebilder jetzt</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;About Likeness</source>
        <translation>&amp;Über Likeness</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Let go to use this picture&apos;s settings</source>
        <translation>Loslassen, um die Einstellungen dieses Bildes zu nehmen</translation>
    </message>
    <message numerus="yes">
        <source>Let go to add %n photo(s) to teach from</source>
        <translation>
            <numerusform>Loslassen, um %n Foto zum Anlernen hinzuzufügen</numerusform>
            <numerusform>Loslassen, um %n Fotos zum Anlernen hinzuzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Lay pictures side by side</source>
        <translation>Bilder nebeneinanderlegen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Schlange</translation>
    </message>
    <message>
        <source>What runs and what waits</source>
        <translation>Was läuft und was wartet</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>How Likeness looks and works</source>
        <translation>Wie Likeness aussieht und arbeitet</translation>
    </message>
    <message>
        <source>Pictures are still being made. If you close now, those that are missing are offered at the next start.</source>
        <translation>Es entstehen noch Bilder. Wenn du jetzt schließt, werden die fehlenden beim nächsten Start angeboten.</translation>
    </message>
    <message>
        <source>&amp;Choose photos to teach from …</source>
        <translation>&amp;Fotos zum Anlernen wählen …</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Einstellungen</translation>
    </message>
    <message>
        <source>All &amp;commands …</source>
        <translation>Alle &amp;Befehle …</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Schlange</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>L&amp;ight</source>
        <translation>H&amp;ell</translation>
    </message>
    <message>
        <source>&amp;Keep or free the seed</source>
        <translation>&amp;Startwert festhalten oder freigeben</translation>
    </message>
    <message>
        <source>&amp;Find a picture</source>
        <translation>Bild &amp;finden</translation>
    </message>
    <message>
        <source>Let go to compare</source>
        <translation>Loslassen zum Vergleichen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The unfinished run lies in the trash.</source>
        <translation>Der unfertige Lauf liegt im Papierkorb.</translation>
    </message>
    <message>
        <source>%1 could not be moved to the trash and stays where it is.</source>
        <translation>%1 ließ sich nicht in den Papierkorb legen und bleibt, wo es ist.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) had not been made when Likeness ended.</source>
        <translation>
            <numerusform>%n Bild war noch nicht gemacht, als Likeness endete.</numerusform>
            <numerusform>%n Bilder waren noch nicht gemacht, als Likeness endete.</numerusform>
        </translation>
    </message>
    <message>
        <source>Make them now</source>
        <translation>Jetzt machen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::MakeJobs</name>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Waiting for its turn …</source>
        <translation>Wartet, bis es dran ist …</translation>
    </message>
    <message>
        <source>%1 of %2 pictures done</source>
        <translation>%1 von %2 Bildern fertig</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Es geht los …</translation>
    </message>
    <message>
        <source>Finishing …</source>
        <translation>Wird fertig …</translation>
    </message>
    <message>
        <source>Loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
</context>
<context>
    <name>likeness::ui::MakeViewModel</name>
    <message>
        <source>The model reads “%1” as “%2 %3”.</source>
        <translation>Das Modell liest „%1“ als „%2 %3“.</translation>
    </message>
    <message>
        <source>Write “%1” where it should appear.</source>
        <translation>Schreib „%1“, wo es erscheinen soll.</translation>
    </message>
    <message>
        <source>Write what you want to see.</source>
        <translation>Schreib, was du sehen willst.</translation>
    </message>
    <message>
        <source>The engine is starting …</source>
        <translation>Likeness macht sich bereit …</translation>
    </message>
    <message>
        <source>The chosen model is no longer in the list. Choose another one.</source>
        <translation>Das gewählte Modell steht nicht mehr in der Liste. Wähle ein anderes.</translation>
    </message>
    <message>
        <source>Its model, %1, is not in the list of models; the one chosen here stays.</source>
        <translation>Sein Modell, %1, steht nicht in der Liste; das hier gewählte bleibt.</translation>
    </message>
    <message>
        <source>Its LoRA belongs to no subject taught here and was left out.</source>
        <translation>Seine LoRA gehört zu keinem hier angelernten Motiv und wurde weggelassen.</translation>
    </message>
    <message>
        <source>Its learnt word belongs to no subject taught here and was left out.</source>
        <translation>Sein gelerntes Wort gehört zu keinem hier angelernten Motiv und wurde weggelassen.</translation>
    </message>
    <message>
        <source>Some of its values cannot be set on this page, so the picture may come out differently.</source>
        <translation>Einige seiner Werte lassen sich auf dieser Seite nicht einstellen, deshalb kann das Bild anders ausfallen.</translation>
    </message>
    <message>
        <source>%1 holds no settings of a picture made here.</source>
        <translation>%1 enthält keine Einstellungen eines hier gemachten Bildes.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::ModelChooser</name>
    <message>
        <source>Base model</source>
        <translation>Grundmodell</translation>
    </message>
    <message>
        <source>%1’s own model</source>
        <translation>Eigenes Modell von %1</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>Starter</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>Add a model folder</source>
        <translation>Einen Modellordner hinzufügen</translation>
    </message>
    <message>
        <source>Add a model file</source>
        <translation>Eine Modelldatei hinzufügen</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.ckpt)</source>
        <translation>Modelle (*.safetensors *.ckpt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>likeness::ui::ModelPopup</name>
    <message>
        <source>fits</source>
        <translation>passt</translation>
    </message>
    <message>
        <source>may not fit, needs about %1</source>
        <translation>passt vielleicht nicht, braucht etwa %1</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Add folder …</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add file …</source>
        <translation>Datei hinzufügen …</translation>
    </message>
    <message>
        <source>A Stable Diffusion model in a folder of its own (diffusers layout)</source>
        <translation>Ein Stable-Diffusion-Modell in einem eigenen Ordner (diffusers-Aufbau)</translation>
    </message>
    <message>
        <source>Remove %1 from the list</source>
        <translation>%1 aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Remove from the list; the files stay where they are</source>
        <translation>Aus der Liste nehmen; die Dateien bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>Looking at the models …</source>
        <translation>Die Modelle werden angesehen …</translation>
    </message>
</context>
<context>
    <name>likeness::ui::NavRail</name>
    <message numerus="yes">
        <source>%n in the queue</source>
        <translation>
            <numerusform>%n in der Schlange</numerusform>
            <numerusform>%n in der Schlange</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PaneGrid</name>
    <message>
        <source>Take this picture away from here</source>
        <translation>Dieses Bild von hier wegnehmen</translation>
    </message>
    <message>
        <source>Take picture %1 away</source>
        <translation>Bild %1 wegnehmen</translation>
    </message>
    <message>
        <source>Picture %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>This picture&apos;s file is gone or cannot be read.</source>
        <translation>Die Datei dieses Bildes ist fort oder nicht lesbar.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PhotoList</name>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 ist nicht brauchbar: %2</translation>
    </message>
    <message>
        <source>%1 is almost the same picture as %2.</source>
        <translation>%1 ist fast dasselbe Bild wie %2.</translation>
    </message>
    <message>
        <source>Not usable: %1</source>
        <translation>Nicht brauchbar: %1</translation>
    </message>
    <message>
        <source>%1 x %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
    <message>
        <source>Turned upright</source>
        <translation>Aufrecht gedreht</translation>
    </message>
    <message>
        <source>Almost the same as %1</source>
        <translation>Fast dasselbe wie %1</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PhotoTray</name>
    <message>
        <source>Photos of the subject</source>
        <translation>Fotos des Motivs</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PictureArea</name>
    <message>
        <source>Show the newest</source>
        <translation>Das neueste zeigen</translation>
    </message>
    <message>
        <source>The picture appears here as it takes shape.</source>
        <translation>Hier entsteht das Bild vor deinen Augen.</translation>
    </message>
    <message>
        <source>Go back to what is being made, or to the last picture</source>
        <translation>Zurück zu dem, was entsteht, oder zum letzten Bild</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PictureGrid</name>
    <message>
        <source>unfinished</source>
        <translation>unfertig</translation>
    </message>
    <message>
        <source>Pictures, newest first</source>
        <translation>Bilder, neueste zuerst</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PictureList</name>
    <message>
        <source>%1 (unfinished)</source>
        <translation>%1 (unfertig)</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PictureOverlay</name>
    <message>
        <source>Arrows move to the neighbouring picture, Escape closes.</source>
        <translation>Pfeiltasten führen zum Nachbarbild, Esc schließt.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PictureStrip</name>
    <message>
        <source>Class pictures</source>
        <translation>Artbilder</translation>
    </message>
    <message>
        <source>Class picture %1</source>
        <translation>Artbild %1</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PictureView</name>
    <message>
        <source>← All pictures</source>
        <translation>← Alle Bilder</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>Back to the pictures and the search (Esc)</source>
        <translation>Zurück zu den Bildern und zur Suche (Esc)</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Neighbouring pictures</source>
        <translation>Nachbarbilder</translation>
    </message>
    <message>
        <source>Make again</source>
        <translation>Noch einmal machen</translation>
    </message>
    <message>
        <source>Goes to the Make page with all of its settings, seed included</source>
        <translation>Geht mit allen Einstellungen, samt Startwert, zur Seite Erzeugen</translation>
    </message>
    <message>
        <source>This picture&apos;s file is gone or cannot be read.</source>
        <translation>Die Datei dieses Bildes ist fort oder nicht lesbar.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Lay it beside others on the Compare page (C)</source>
        <translation>Auf der Seite Vergleichen neben andere legen (C)</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Move to the trash; can be undone (Del)</source>
        <translation>In den Papierkorb; lässt sich rückgängig machen (Entf)</translation>
    </message>
</context>
<context>
    <name>likeness::ui::PicturesSection</name>
    <message>
        <source>Search words or subjects</source>
        <translation>Worte oder Motive suchen</translation>
    </message>
    <message>
        <source>Finds pictures by the words of their prompt and by subject (Ctrl+F)</source>
        <translation>Findet Bilder nach den Worten ihres Prompts und nach Motiv (Strg+F)</translation>
    </message>
    <message>
        <source>Search pictures</source>
        <translation>Bilder suchen</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln Bild</numerusform>
            <numerusform>%Ln Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln picture(s)</source>
        <translation>
            <numerusform>%L1 von %Ln Bild</numerusform>
            <numerusform>%L1 von %Ln Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>No picture with “%1”</source>
        <translation>Kein Bild mit „%1“</translation>
    </message>
    <message>
        <source>Every word must be in the prompt or in a subject&apos;s name.</source>
        <translation>Jedes Wort muss im Prompt oder im Namen eines Motivs stehen.</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>What you make on the Make page appears here by itself, with everything needed to make it again.</source>
        <translation>Was du auf der Seite Erzeugen machst, erscheint hier von selbst, mit allem, was es braucht, um es noch einmal zu machen.</translation>
    </message>
    <message>
        <source>Looking through your pictures folder …</source>
        <translation>Dein Bilderordner wird durchgesehen …</translation>
    </message>
    <message>
        <source>Show all pictures</source>
        <translation>Alle Bilder zeigen</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Lieblinge</translation>
    </message>
    <message>
        <source>Show favourites only</source>
        <translation>Nur Lieblinge zeigen</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Any rating</source>
        <translation>Jede Bewertung</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <comment>stars</comment>
        <translation>%1 oder mehr</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Best rated first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Liebling</translation>
    </message>
    <message>
        <source>Make them favourites, or no longer (F)</source>
        <translation>Zu Lieblingen machen oder nicht mehr (F)</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Can be undone (Del)</source>
        <translation>Lässt sich rückgängig machen (Entf)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen</source>
        <translation>
            <numerusform>%Ln gewählt</numerusform>
            <numerusform>%Ln gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Lay them side by side (C)</source>
        <translation>Nebeneinanderlegen (C)</translation>
    </message>
    <message>
        <source>Up to four pictures can be compared</source>
        <translation>Bis zu vier Bilder lassen sich vergleichen</translation>
    </message>
    <message>
        <source>No such picture</source>
        <translation>Kein solches Bild</translation>
    </message>
    <message>
        <source>Favourites and ratings narrow what is shown.</source>
        <translation>Lieblinge und Bewertungen schränken ein, was gezeigt wird.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::QueuePage</name>
    <message>
        <source>Take out all that wait</source>
        <translation>Alle wartenden herausnehmen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Schlange</translation>
    </message>
    <message>
        <source>Nothing is being made or taught now. What you start while something runs waits here, so that you can let it work through the night.</source>
        <translation>Gerade wird nichts gemacht oder angelernt. Was du startest, während etwas läuft, wartet hier, so dass es die Nacht durch arbeiten kann.</translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation>Die Schlange ist leer</translation>
    </message>
    <message>
        <source>Make pictures</source>
        <translation>Bilder machen</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::RatingControl</name>
    <message>
        <source>Favourite</source>
        <translation>Liebling</translation>
    </message>
    <message>
        <source>Favourite (F)</source>
        <translation>Liebling (F)</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>star, its key</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>likeness::ui::RunView</name>
    <message>
        <source>Progress of teaching</source>
        <translation>Fortschritt des Anlernens</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Class pictures</source>
        <translation>Artbilder</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Sample now</source>
        <translation>Probebilder jetzt</translation>
    </message>
    <message>
        <source>Draw the sample pictures with what it has learnt so far (F6)</source>
        <translation>Die Probebilder mit dem bisher Gelernten zeichnen (F6)</translation>
    </message>
    <message>
        <source>Checkpoint now</source>
        <translation>Zwischenstand jetzt</translation>
    </message>
    <message>
        <source>Save what it has learnt so far (F5)</source>
        <translation>Das bisher Gelernte sichern (F5)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>End this run; checkpoints are kept and it can be continued</source>
        <translation>Diesen Lauf beenden; Zwischenstände bleiben, und er lässt sich fortsetzen</translation>
    </message>
    <message>
        <source>How close it gets (lower is closer)</source>
        <translation>Wie nah es kommt (tiefer ist näher)</translation>
    </message>
    <message>
        <source>What it draws</source>
        <translation>Was es zeichnet</translation>
    </message>
    <message>
        <source>Stopping after this step …</source>
        <translation>Hält nach diesem Schritt an …</translation>
    </message>
    <message>
        <source>Waiting for the work before it</source>
        <translation>Wartet auf die Arbeit davor</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Learning %1</source>
        <translation>Lernt %1</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 steps a second</source>
        <translation>%1 Schritte je Sekunde</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>bisher %1</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>noch etwa %1</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Go on from here (F8)</source>
        <translation>Von hier an weitermachen (F8)</translation>
    </message>
    <message>
        <source>Wait after this step, keeping everything in memory (F8)</source>
        <translation>Nach diesem Schritt warten; alles bleibt im Speicher (F8)</translation>
    </message>
    <message>
        <source>Sampling …</source>
        <translation>Probebilder …</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>Wird gesichert …</translation>
    </message>
    <message>
        <source>Its own idea of an ordinary %1, practised beside your photos so that it is not forgotten:</source>
        <translation>Seine eigene Vorstellung von gewöhnlichem „%1“, neben deinen Fotos geübt, damit es sie nicht vergisst:</translation>
    </message>
</context>
<context>
    <name>likeness::ui::RunningJobs</name>
    <message>
        <source>%1: %2</source>
        <comment>job, what it does now</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>%n weiteres wartet</numerusform>
            <numerusform>%n weitere warten</numerusform>
        </translation>
    </message>
    <message>
        <source>waiting for its turn</source>
        <translation>wartet, bis es dran ist</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>paused at step %1 of %2</source>
        <translation>Pause bei Schritt %1 von %2</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>das Modell wird geladen</translation>
    </message>
    <message>
        <source>looking at the photos</source>
        <translation>die Fotos werden angesehen</translation>
    </message>
    <message>
        <source>making pictures of the kind, %1</source>
        <translation>Bilder der Art entstehen, %1</translation>
    </message>
    <message>
        <source>preparing the photos</source>
        <translation>die Fotos werden vorbereitet</translation>
    </message>
    <message>
        <source>making sample pictures</source>
        <translation>Probebilder entstehen</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>finishing the picture</source>
        <translation>das Bild wird fertig</translation>
    </message>
    <message>
        <source>measuring what it knows</source>
        <translation>es wird gemessen, was es kann</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>wird gesichert</translation>
    </message>
    <message>
        <source>checking the result</source>
        <translation>das Ergebnis wird geprüft</translation>
    </message>
    <message>
        <source>reading the model&apos;s files</source>
        <translation>die Dateien des Modells werden gelesen</translation>
    </message>
    <message>
        <source>Teaching</source>
        <translation>Anlernen</translation>
    </message>
    <message>
        <source>Teaching %1</source>
        <translation>%1 anlernen</translation>
    </message>
    <message numerus="yes">
        <source>Making %n picture(s)</source>
        <translation>
            <numerusform>%n Bild erzeugen</numerusform>
            <numerusform>%n Bilder erzeugen</numerusform>
        </translation>
    </message>
    <message>
        <source>Making pictures of the kind</source>
        <translation>Bilder der Art erzeugen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SampleMatrix</name>
    <message>
        <source>Sample pictures by prompt and step</source>
        <translation>Probebilder nach Prompt und Schritt</translation>
    </message>
    <message>
        <source>Sample pictures appear here: first what the model draws before it has seen your photos, then how it changes.</source>
        <translation>Hier erscheinen Probebilder: zuerst, was das Modell zeichnet, bevor es deine Fotos gesehen hat, dann, wie es sich ändert.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SampleTable</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SeedControl</name>
    <message>
        <source>Random seed</source>
        <translation>Zufälliger Startwert</translation>
    </message>
    <message>
        <source>Another picture each time</source>
        <translation>Jedes Mal ein anderes Bild</translation>
    </message>
    <message>
        <source>Lock seed</source>
        <translation>Startwert festhalten</translation>
    </message>
    <message>
        <source>Keep the seed of the picture shown: the same settings give the same picture</source>
        <translation>Den Startwert des gezeigten Bildes behalten: Gleiche Einstellungen geben das gleiche Bild</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed and settings give the same picture</source>
        <translation>Gleicher Startwert und gleiche Einstellungen geben das gleiche Bild</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Everything here is kept and used at once.</source>
        <translation>Alles hier wird gleich behalten und verwendet.</translation>
    </message>
    <message>
        <source>How it looks</source>
        <translation>Wie es aussieht</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Neutral grey, so that pictures are judged without glare.</source>
        <translation>Neutrales Grau, damit Bilder ohne Blendung beurteilt werden.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light neutral grey, for bright rooms.</source>
        <translation>Helles neutrales Grau für helle Räume.</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Schreibtisch</translation>
    </message>
    <message>
        <source>Dark or light, whichever your desktop prefers.</source>
        <translation>Dunkel oder hell, wie es dein Schreibtisch vorzieht.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The new language is used when Likeness is started again.</source>
        <translation>Die neue Sprache gilt, wenn Likeness neu gestartet wird.</translation>
    </message>
    <message>
        <source>Where things are kept</source>
        <translation>Wo alles liegt</translation>
    </message>
    <message>
        <source>Finished pictures</source>
        <translation>Fertige Bilder</translation>
    </message>
    <message>
        <source>Choose another folder …</source>
        <translation>Anderen Ordner wählen …</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Use the usual folder</source>
        <translation>Üblichen Ordner nehmen</translation>
    </message>
    <message>
        <source>Subjects, runs and checkpoints</source>
        <translation>Motive, Läufe und Zwischenstände</translation>
    </message>
    <message>
        <source>Show the folder of subjects and runs</source>
        <translation>Den Ordner der Motive und Läufe zeigen</translation>
    </message>
    <message>
        <source>Where to compute</source>
        <translation>Womit gerechnet wird</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The graphics card where there is one, else the processor.</source>
        <translation>Die Grafikkarte, wo es eine gibt, sonst der Prozessor.</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>Only the graphics card; without one nothing can be made.</source>
        <translation>Nur die Grafikkarte; ohne sie entsteht nichts.</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Only the processor, which is slower; leaves the card to others.</source>
        <translation>Nur der Prozessor, das ist langsamer; lässt die Karte anderen.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>How many processor cores may work; fewer leave some to other programs</source>
        <translation>Wie viele Prozessorkerne arbeiten dürfen; weniger lassen anderen Programmen welche</translation>
    </message>
    <message>
        <source>Processor cores to use</source>
        <translation>Prozessorkerne</translation>
    </message>
    <message>
        <source>How a new subject begins</source>
        <translation>Wie ein neues Motiv beginnt</translation>
    </message>
    <message>
        <source>How thoroughly</source>
        <translation>Wie gründlich</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>What to make</source>
        <translation>Was entstehen soll</translation>
    </message>
    <message>
        <source>Whole model</source>
        <translation>Ganzes Modell</translation>
    </message>
    <message>
        <source>Small add-on file</source>
        <translation>Kleine Zusatzdatei</translation>
    </message>
    <message>
        <source>While you do something else</source>
        <translation>Während du etwas anderes tust</translation>
    </message>
    <message>
        <source>Tell me on the desktop when something is done or did not work out</source>
        <translation>Auf dem Schreibtisch sagen, wenn etwas fertig oder misslungen ist</translation>
    </message>
    <message>
        <source>The computer does not go to sleep while Likeness works.</source>
        <translation>Der Rechner geht nicht schlafen, solange Likeness arbeitet.</translation>
    </message>
    <message>
        <source>Your photos</source>
        <translation>Deine Fotos</translation>
    </message>
    <message>
        <source>Likeness has no network code at all: photos, prompts and pictures never leave this computer.</source>
        <translation>Likeness hat überhaupt keinen Netzcode: Fotos, Prompts und Bilder verlassen diesen Rechner nie.</translation>
    </message>
    <message>
        <source>Choose the folder for finished pictures</source>
        <translation>Ordner für fertige Bilder wählen</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <translation>Jetzt: %1</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SettingsPanel</name>
    <message>
        <source>How strongly</source>
        <translation>Wie stark</translation>
    </message>
    <message>
        <source>What do you want to see?</source>
        <translation>Was willst du sehen?</translation>
    </message>
    <message>
        <source>What should not be in it</source>
        <translation>Was nicht darin sein soll</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Motiv</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Worttreue</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Sampler</translation>
    </message>
    <message>
        <source>Noise schedule</source>
        <translation>Rauschverlauf</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Motive</translation>
    </message>
    <message>
        <source>How strongly the subject is used</source>
        <translation>Wie stark das Motiv wirkt</translation>
    </message>
    <message>
        <source>1 as taught, lower is looser, higher is stricter (LoRA strength)</source>
        <translation>1 wie angelernt, weniger ist lockerer, mehr ist strenger (LoRA-Stärke)</translation>
    </message>
    <message>
        <source>Things to keep out of the picture (negative prompt)</source>
        <translation>Was nicht ins Bild soll (negativer Prompt)</translation>
    </message>
    <message>
        <source>Number of pictures</source>
        <translation>Anzahl der Bilder</translation>
    </message>
    <message>
        <source>Each gets the next seed</source>
        <translation>Jedes bekommt den nächsten Startwert</translation>
    </message>
    <message>
        <source>More steps give finer pictures and take longer</source>
        <translation>Mehr Schritte geben feinere Bilder und dauern länger</translation>
    </message>
    <message>
        <source>How noise becomes a picture</source>
        <translation>Wie aus Rauschen ein Bild wird</translation>
    </message>
    <message>
        <source>%1 has its own spacing; choose another sampler for others</source>
        <translation>%1 hat seine eigene Einteilung; für andere einen anderen Sampler wählen</translation>
    </message>
    <message>
        <source>How the noise levels are spaced</source>
        <translation>Wie die Rauschstufen verteilt sind</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SetupForm</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Biscuit</source>
        <translation>Biscuit</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>dog, mug, person …</source>
        <translation>dog, mug, person …</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>&amp;Base model</source>
        <translation>&amp;Grundmodell</translation>
    </message>
    <message>
        <source>How thoroughly</source>
        <translation>Wie gründlich</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>A first look: fewest steps, a rough likeness.</source>
        <translation>Ein erster Blick: wenige Schritte, grobe Ähnlichkeit.</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Right for most subjects: a good likeness that still obeys your words.</source>
        <translation>Für die meisten Motive richtig: gute Ähnlichkeit, die deinen Worten noch folgt.</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>For subjects with fine detail: most steps, takes longest.</source>
        <translation>Für Motive mit feinen Einzelheiten: die meisten Schritte, dauert am längsten.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>What to make</source>
        <translation>Was entstehen soll</translation>
    </message>
    <message>
        <source>Whole model</source>
        <translation>Ganzes Modell</translation>
    </message>
    <message>
        <source>Changes the whole model: the closest likeness, a file as large as the base model.</source>
        <translation>Ändert das ganze Modell: größte Ähnlichkeit, eine Datei so groß wie das Grundmodell.</translation>
    </message>
    <message>
        <source>Small add-on file</source>
        <translation>Kleine Zusatzdatei</translation>
    </message>
    <message>
        <source>Leaves the base model as it is and makes a small file (LoRA) that goes on top.</source>
        <translation>Lässt das Grundmodell, wie es ist, und macht eine kleine Datei (LoRA), die dazukommt.</translation>
    </message>
    <message>
        <source>Rare word</source>
        <translation>Seltenes Wort</translation>
    </message>
    <message>
        <source>&amp;Rare word</source>
        <translation>&amp;Seltenes Wort</translation>
    </message>
    <message>
        <source>What the model reads in place of the name. It should mean nothing to the base model yet.</source>
        <translation>Was das Modell anstelle des Namens liest. Es sollte dem Grundmodell noch nichts bedeuten.</translation>
    </message>
    <message>
        <source>Start teaching</source>
        <translation>Anlernen beginnen</translation>
    </message>
    <message>
        <source>You will write: %1</source>
        <translation>Du wirst schreiben: %1</translation>
    </message>
    <message>
        <source>Looking at the photos …</source>
        <translation>Die Fotos werden angesehen …</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>In die Schlange</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SetupView</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Add photos …</source>
        <translation>Fotos hinzufügen …</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Add the picture or files on the clipboard (Ctrl+V)</source>
        <translation>Bild oder Dateien aus der Zwischenablage hinzufügen (Strg+V)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>1 photo.</source>
        <translation>1 Foto.</translation>
    </message>
    <message>
        <source>%1 photos.</source>
        <translation>%1 Fotos.</translation>
    </message>
    <message>
        <source>Looking at the photos …</source>
        <translation>Die Fotos werden angesehen …</translation>
    </message>
    <message>
        <source>It works with one; 3 to 5 from different sides and in different light teach better.</source>
        <translation>Es geht mit einem; 3 bis 5 von verschiedenen Seiten und in verschiedenem Licht lehren besser.</translation>
    </message>
    <message>
        <source>Drop more here at any time.</source>
        <translation>Weitere kannst du jederzeit hier ablegen.</translation>
    </message>
    <message>
        <source>Take the selected photos out (Del)</source>
        <translation>Die ausgewählten Fotos herausnehmen (Entf)</translation>
    </message>
    <message>
        <source>Select photos first</source>
        <translation>Wähle zuerst Fotos aus</translation>
    </message>
    <message>
        <source>… and %1 more like this.</source>
        <translation>… und %1 weitere dieser Art.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SizeControl</name>
    <message>
        <source>Pixels, in multiples of 8</source>
        <translation>Pixel, in Vielfachen von 8</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Breite in Pixeln</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Höhe in Pixeln</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Models draw best near the size they learnt with</source>
        <translation>Modelle zeichnen am besten nahe der Größe, mit der sie gelernt haben</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Quadrat</translation>
    </message>
    <message>
        <source>Portrait 3:4</source>
        <translation>Hochformat 3:4</translation>
    </message>
    <message>
        <source>Portrait 2:3</source>
        <translation>Hochformat 2:3</translation>
    </message>
    <message>
        <source>Landscape 4:3</source>
        <translation>Querformat 4:3</translation>
    </message>
    <message>
        <source>Landscape 3:2</source>
        <translation>Querformat 3:2</translation>
    </message>
    <message>
        <source>%1, %2 × %3</source>
        <translation>%1, %2 × %3</translation>
    </message>
    <message>
        <source>The model’s own size</source>
        <translation>Größe des Modells</translation>
    </message>
    <message>
        <source>Another size</source>
        <translation>Andere Größe</translation>
    </message>
</context>
<context>
    <name>likeness::ui::StageList</name>
    <message>
        <source>%1: done</source>
        <translation>%1: fertig</translation>
    </message>
    <message>
        <source>%1: now</source>
        <translation>%1: jetzt</translation>
    </message>
    <message>
        <source>%1: to come</source>
        <translation>%1: kommt noch</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::StatusLine</name>
    <message>
        <source>Show this job&apos;s page</source>
        <translation>Die Seite dieser Arbeit zeigen</translation>
    </message>
    <message>
        <source>Getting ready …</source>
        <translation>Macht sich bereit …</translation>
    </message>
    <message>
        <source>Likeness %1 · others %2 · free %3</source>
        <translation>Likeness %1 · andere %2 · frei %3</translation>
    </message>
    <message>
        <source>Memory of the graphics card: %1</source>
        <translation>Speicher der Grafikkarte: %1</translation>
    </message>
    <message>
        <source>Memory of this computer: %1</source>
        <translation>Speicher dieses Rechners: %1</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SubjectCard</name>
    <message>
        <source>Whole model</source>
        <translation>Ganzes Modell</translation>
    </message>
    <message>
        <source>Small add-on file</source>
        <translation>Kleine Zusatzdatei</translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln Schritt</numerusform>
            <numerusform>%Ln Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>A photo</source>
        <translation>Ein Foto</translation>
    </message>
    <message>
        <source>A photo of %1</source>
        <translation>Ein Foto von %1</translation>
    </message>
    <message>
        <source>Newest sample</source>
        <translation>Neuestes Probebild</translation>
    </message>
    <message>
        <source>Newest sample of %1</source>
        <translation>Neuestes Probebild von %1</translation>
    </message>
    <message>
        <source>Taught</source>
        <translation>Angelernt</translation>
    </message>
    <message>
        <source>Photos only</source>
        <translation>Nur Fotos</translation>
    </message>
    <message>
        <source>Can be used in pictures</source>
        <translation>Kann in Bildern verwendet werden</translation>
    </message>
    <message>
        <source>Has photos, but no finished teaching yet</source>
        <translation>Hat Fotos, ist aber noch nicht fertig angelernt</translation>
    </message>
    <message>
        <source>Make pictures</source>
        <translation>Bilder machen</translation>
    </message>
    <message>
        <source>Make pictures of %1</source>
        <translation>Bilder von %1 machen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the folder of %1</source>
        <translation>Den Ordner von %1 zeigen</translation>
    </message>
    <message>
        <source>How it went</source>
        <translation>Wie es lief</translation>
    </message>
    <message>
        <source>How teaching %1 went</source>
        <translation>Wie das Anlernen von %1 lief</translation>
    </message>
    <message>
        <source>The verdict, the loss chart and the samples of its teaching</source>
        <translation>Das Urteil, die Verlustkurve und die Proben seines Anlernens</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SubjectChips</name>
    <message>
        <source>Teach a subject …</source>
        <translation>Ein Motiv anlernen …</translation>
    </message>
    <message>
        <source>Show it photos of a person, an animal or a thing of yours</source>
        <translation>Zeig ihm Fotos von einem Menschen, einem Tier oder einem Ding</translation>
    </message>
    <message>
        <source>Subject %1</source>
        <translation>Motiv %1</translation>
    </message>
    <message>
        <source>Write “%1” in the prompt to see this %2</source>
        <translation>Schreib „%1“ in den Prompt, um es zu sehen (%2)</translation>
    </message>
    <message>
        <source>Teach …</source>
        <translation>Anlernen …</translation>
    </message>
</context>
<context>
    <name>likeness::ui::SubjectsSection</name>
    <message>
        <source>Subjects</source>
        <translation>Motive</translation>
    </message>
    <message>
        <source>Teach a subject</source>
        <translation>Ein Motiv anlernen</translation>
    </message>
    <message>
        <source>No subjects yet. A few photos of your dog, your cup or yourself are enough to teach one.</source>
        <translation>Noch keine Motive. Ein paar Fotos von deinem Hund, deiner Tasse oder dir selbst genügen, um eins anzulernen.</translation>
    </message>
    <message>
        <source>Looking for your subjects …</source>
        <translation>Deine Motive werden gesucht …</translation>
    </message>
</context>
<context>
    <name>likeness::ui::TeachPage</name>
    <message>
        <source>Choose photos of one subject</source>
        <translation>Fotos eines Motivs wählen</translation>
    </message>
    <message>
        <source>Photos (*.png *.jpg *.jpeg *.webp *.heic *.heif *.tif *.tiff *.bmp);;All files (*)</source>
        <translation>Fotos (*.png *.jpg *.jpeg *.webp *.heic *.heif *.tif *.tiff *.bmp);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard. Copy one in another program first.</source>
        <translation>In der Zwischenablage ist kein Bild. Kopiere zuerst eins in einem anderen Programm.</translation>
    </message>
    <message>
        <source>Add 1 photo</source>
        <translation>1 Foto hinzufügen</translation>
    </message>
    <message>
        <source>Add %1 photos</source>
        <translation>%1 Fotos hinzufügen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::TeachRun</name>
    <message>
        <source>The run ended without a result.</source>
        <translation>Der Lauf endete ohne Ergebnis.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::TeachViewModel</name>
    <message>
        <source>This base model does not know “%1”. Choose a kind from the list, or another base model.</source>
        <translation>Dieses Grundmodell kennt „%1“ nicht. Wähle eine Art aus der Liste oder ein anderes Grundmodell.</translation>
    </message>
    <message>
        <source>The pasted picture could not be saved as %1: %2</source>
        <translation>Das eingefügte Bild ließ sich nicht als %1 sichern: %2</translation>
    </message>
</context>
<context>
    <name>likeness::ui::VerdictCard</name>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Not passed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>Passed: %1</source>
        <translation>Bestanden: %1</translation>
    </message>
    <message>
        <source>Not passed: %1</source>
        <translation>Nicht bestanden: %1</translation>
    </message>
</context>
<context>
    <name>likeness::ui::WipeView</name>
    <message>
        <source>Two pictures with a line between them</source>
        <translation>Zwei Bilder mit einer Linie dazwischen</translation>
    </message>
</context>
<context>
    <name>likeness::ui::WorkNotices</name>
    <message>
        <source>%1 did not work out</source>
        <translation>%1 ist misslungen</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: fertig</translation>
    </message>
    <message>
        <source>Open Likeness to see how well it was learnt.</source>
        <translation>Öffne Likeness und sieh, wie gut es gelernt wurde.</translation>
    </message>
    <message>
        <source>The pictures are in the library.</source>
        <translation>Die Bilder sind in der Bibliothek.</translation>
    </message>
</context>
<context>
    <name>likeness::ui::ZoomBar</name>
    <message>
        <source>Fit the picture</source>
        <translation>Bild einpassen</translation>
    </message>
    <message>
        <source>Actual pixels</source>
        <translation>Echte Pixel</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>%1 (key %2 on the picture)</source>
        <translation>%1 (Taste %2 auf dem Bild)</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
</TS>

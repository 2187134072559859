<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>GridWords</name>
    <message numerus="yes">
        <source>%n picture(s) of one seed, and a sheet with all of them.</source>
        <translation>
            <numerusform>%n picture of one seed, and a sheet with it.</numerusform>
            <numerusform>%n pictures of one seed, and a sheet with all of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::GenerateBar</name>
    <message numerus="yes">
        <source>Clear %n waiting</source>
        <translation>
            <numerusform>Clear %n waiting</numerusform>
            <numerusform>Clear %n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::GridPanel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::LibraryViewModel</name>
    <message numerus="yes">
        <source>%n picture(s) could not be put back; look into the trash.</source>
        <translation>
            <numerusform>%n picture could not be put back; look into the trash.</numerusform>
            <numerusform>%n pictures could not be put back; look into the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be moved to the trash.</source>
        <translation>
            <numerusform>%n picture could not be moved to the trash.</numerusform>
            <numerusform>%n pictures could not be moved to the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) moved to the trash.</source>
        <translation>
            <numerusform>%n picture moved to the trash.</numerusform>
            <numerusform>%n pictures moved to the trash.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::MainWindow</name>
    <message numerus="yes">
        <source>Let go to add %n photo(s) to teach from</source>
        <translation>
            <numerusform>Let go to add %n photo to teach from</numerusform>
            <numerusform>Let go to add %n photos to teach from</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) had not been made when Likeness ended.</source>
        <translation>
            <numerusform>%n picture had not been made when Likeness ended.</numerusform>
            <numerusform>%n pictures had not been made when Likeness ended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Let go to use %n file(s) of weights</source>
        <translation>
            <numerusform>Let go to use this file of weights</numerusform>
            <numerusform>Let go to use these %n files of weights</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::MorePanel</name>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::NavRail</name>
    <message numerus="yes">
        <source>%n in the queue</source>
        <translation>
            <numerusform>%n in the queue</numerusform>
            <numerusform>%n in the queue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::PicturesSection</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln picture(s)</source>
        <translation>
            <numerusform>%L1 of %Ln picture</numerusform>
            <numerusform>%L1 of %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen</source>
        <translation>
            <numerusform>%Ln chosen</numerusform>
            <numerusform>%Ln chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::QueuePage</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::RatingControl</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::RunningJobs</name>
    <message numerus="yes">
        <source>%n more waiting</source>
        <comment>jobs</comment>
        <translation>
            <numerusform>%n more waiting</numerusform>
            <numerusform>%n more waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Making %n picture(s)</source>
        <translation>
            <numerusform>Making %n picture</numerusform>
            <numerusform>Making %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>likeness::ui::SubjectCard</name>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln step</numerusform>
            <numerusform>%Ln steps</numerusform>
        </translation>
    </message>
</context>
</TS>

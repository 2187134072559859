<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>likeness::ui::MainWindow</name>
    <message numerus="yes">
        <source>Let go to add %n photo(s) to teach from</source>
        <translation>
            <numerusform>Let go to add %n photo to teach from</numerusform>
            <numerusform>Let go to add %n photos to teach from</numerusform>
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
